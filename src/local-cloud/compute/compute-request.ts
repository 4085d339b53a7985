import { notImplemented } from "../cloud-error.ts";
import type { AnyCollection } from "./collection.ts";
import { collections } from "./collections.ts";
import { requirePlace } from "./region.ts";
import type { Place } from "./resource.ts";

/** What a path below `/compute/v1/` is about. */
export interface ComputePath {
  readonly place: Place;
  /** Such as `instances`; empty for the region or zone itself. */
  readonly collectionName: string;
  /** Not there for collections that are answered apart, such as networks and operations. */
  readonly collection: AnyCollection | undefined;
  readonly name: string | undefined;
  /** What follows the name: an action or a question. */
  readonly verb: string | undefined;
}

const pattern =
  /^\/compute\/v1\/projects\/([^/]+)\/(global|regions\/[^/]+|zones\/[^/]+)(?:\/([A-Za-z]+)(?:\/([^/]+)(?:\/([^/]+))?)?)?$/;

/** Takes a path apart. Unknown paths are refused with 501, places that GCE does not have with 404. */
export function parseComputePath(method: string, path: string): ComputePath {
  const [, project, scope, collectionName = "", name, verb] = pattern.exec(path) ?? [];
  if (project === undefined || scope === undefined) throw notImplemented(method, path);
  const place = { project, scope };
  requirePlace(place);
  const level = scope.split("/")[0];
  const collection = collections.find((candidate) => candidate.name === collectionName && candidate.level === level);
  return { place, collectionName, collection, name, verb };
}
