import type { Facts } from "../../../src/local-cloud/facts.ts";
import type { CallEntry, JournalEntry } from "../../../src/local-cloud/journal.ts";

/** An accepted call of the compute API. Holds for clouds whose operations take no time: then it has happened. */
export interface Write {
  readonly sequence: number;
  /** `create`, `delete`, `update` (PUT, PATCH), or the action's name, such as `setMetadata`. */
  readonly action: string;
  /** Such as `instances`. */
  readonly collection: string;
  readonly name: string;
  /** `projects/p/zones/z/instances/n`. */
  readonly key: string;
  readonly body: Body;
  /** How things stood right before. */
  readonly before: Facts;
}

export type Body = Readonly<Record<string, unknown>>;

const nothing: Facts = { addresses: [], clusters: [], loadBalanced: [] };

/** What was known right before an entry. */
export function factsBefore(journal: readonly JournalEntry[], index: number): Facts {
  return journal[index - 1]?.facts ?? nothing;
}

/** What the entry did to the compute API's resources; undefined when it is something else or was refused. */
export function writeAt(journal: readonly JournalEntry[], index: number): Write | undefined {
  const entry = journal[index];
  if (entry?.kind !== "call" || !hasHappened(entry) || !entry.path.startsWith("/compute/")) return undefined;
  const key = entry.resource ?? "";
  const [collection = "", name = ""] = key.split("/").slice(-2);
  const { sequence, body } = entry;
  return {
    sequence,
    action: actionOf(entry),
    collection,
    name,
    key,
    body: record(body),
    before: factsBefore(journal, index),
  };
}

/** What an injected fault struck has happened only where it was carried out all the same. */
function hasHappened({ method, status, fault }: CallEntry): boolean {
  return fault === undefined ? status < 400 : fault.carriedOut && method !== "GET";
}

function actionOf({ method, path, resource = "" }: CallEntry): string {
  if (method === "DELETE") return "delete";
  if (method !== "POST") return "update";
  const [, rest = ""] = path.split("?")[0]?.split(`${resource}/`) ?? [];
  return rest === "" ? "create" : rest;
}

/** A value as an object, an empty one where it is none. */
export function record(value: unknown): Body {
  return typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Body) : {};
}

/** A value as a list of objects. */
export function records(value: unknown): readonly Body[] {
  return Array.isArray(value) ? value.map(record) : [];
}

/** The instance metadata in a body, by key; for an instance and for `setMetadata` alike. */
export function metadataIn(body: Body): Readonly<Record<string, string>> {
  const items = records(body["items"] ?? record(body["metadata"])["items"]);
  return Object.fromEntries(items.map(({ key, value }) => [String(key), String(value)]));
}

/** The names in an instance's metadata that may be members no more. */
export function toldToRemove(body: Body): readonly string[] {
  try {
    const { remove } = record(JSON.parse(metadataIn(body)["quorate-members"] ?? "{}"));
    return Array.isArray(remove) ? remove.map(String) : [];
  } catch {
    return [];
  }
}
