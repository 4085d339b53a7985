import { createHash } from "node:crypto";
import * as z from "zod";
import { invalid } from "../cloud-error.ts";

/** Where a resource lives: `global`, `regions/europe-west1` or `zones/europe-west1-b` of a project. */
export interface Place {
  readonly project: string;
  readonly scope: string;
}

/** What every compute resource has. `key` is its path, `projects/p/zones/z/instances/n`. */
export interface Resource {
  readonly key: string;
  readonly id: string;
  readonly name: string;
  readonly creationTimestamp: string;
}

export const linkPrefix = "https://www.googleapis.com/compute/v1/";
const nameRule = "(?:[a-z](?:[-a-z0-9]{0,61}[a-z0-9])?)";

export const resourceName = z.string().regex(new RegExp(`^${nameRule}$`), `Must be a match of regex '${nameRule}'`);
export const labels = z.record(
  z.string().regex(/^[a-z][a-z0-9_-]{0,62}$/, "Label keys are lower case and at most 63 characters long."),
  z.string().regex(/^[a-z0-9_-]{0,63}$/, "Label values are lower case and at most 63 characters long."),
);

/** The self link that GCE gives to the resource at `key`. */
export function link(key: string): string {
  return `${linkPrefix}${key}`;
}

/** `projects/p/<scope>/<collection>/<name>`. */
export function keyOf(place: Place, collection: string, name: string): string {
  return `projects/${place.project}/${place.scope}/${collection}/${name}`;
}

/** The last part of a key or link. */
export function lastPart(key: string): string {
  return key.slice(key.lastIndexOf("/") + 1);
}

/** The place of the resource at `key`. */
export function placeOf(key: string): Place {
  const [, project = "", level = "", where = ""] = key.split("/");
  return { project, scope: level === "global" ? level : `${level}/${where}` };
}

/** The region of a place; a zone belongs to the region that its name starts with. Empty for `global`. */
export function regionOf(place: Place): string {
  const [level, where = ""] = place.scope.split("/");
  return level === "zones" ? where.slice(0, where.lastIndexOf("-")) : where;
}

/**
 * The key that a reference names. Clients write whole links of any host, paths from `projects/` on, or paths from the
 * scope on; anything else is refused.
 */
export function referenceKey(field: string, reference: string, project: string): string {
  const start = reference.indexOf("projects/");
  if (start >= 0) return reference.slice(start);
  if (/^(?:global|regions|zones)\//.test(reference)) return `projects/${project}/${reference}`;
  throw invalid(field, reference, "The URL is malformed.");
}

/** Reads a request's body by its schema; the first thing that is wrong becomes Google's 400. */
export function parseBody<S extends z.ZodType>(schema: S, body: unknown, root = "resource"): z.output<S> {
  const result = schema.safeParse(body);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  const value = issue?.path.reduce<unknown>((at, part) => (at as Record<PropertyKey, unknown>)?.[part], body);
  throw invalid([root, ...(issue?.path ?? [])].join("."), value ?? "", issue?.message ?? "Invalid.");
}

/** A fingerprint: equal for equal values, as GCE's are for metadata, tags and labels. */
export function fingerprint(value: unknown): string {
  return createHash("sha256").update(JSON.stringify(value)).digest("base64").slice(0, 11).concat("=");
}

/** What GET answers for any resource: its fields without `key`, with self link, kind and scope. */
export function baseView(kind: string, resource: Resource): Readonly<Record<string, unknown>> {
  const { key, ...fields } = resource;
  const [, project, level, where] = key.split("/");
  const scope =
    level === "global"
      ? {}
      : { [level === "zones" ? "zone" : "region"]: link(`projects/${project}/${level}/${where}`) };
  return { kind, selfLink: link(key), ...scope, ...fields };
}
