import { notFound, notImplemented } from "../cloud-error.ts";
import type { Store } from "../store.ts";
import type { AnyCollection, Json } from "./collection.ts";
import { type ComputePath, parseComputePath } from "./compute-request.ts";
import { imageFamilyView, imageView } from "./instances/image.ts";
import { networkView, subnetworkView } from "./network/network.ts";
import { regionNames, zonesOf } from "./region.ts";
import { baseView, keyOf, lastPart, link, type Resource, regionOf } from "./resource.ts";

/** Answers a call that changes nothing: GET, or the POST that lists a group's instances. */
export function readCompute(store: Store, method: string, path: string, query: Readonly<Record<string, string>>): Json {
  const at = parseComputePath(method, path);
  const { collection, name, verb } = at;
  if (collection === undefined) return readGiven(method, path, at);
  if (name === undefined) return list(store, at, collection, query);
  const key = keyOf(at.place, collection.name, name);
  const resource: Resource | undefined = collection.table(store).get(key);
  const question = verb === undefined ? undefined : collection.questions?.[verb];
  if (verb !== undefined && question === undefined) throw notImplemented(method, path);
  if (resource === undefined) throw notFound(key);
  return question === undefined ? view(store, collection, resource) : question(store, resource, query);
}

function view(store: Store, collection: AnyCollection, resource: Resource): Json {
  return { ...baseView(collection.kind, resource), ...collection.view?.(store, resource) };
}

/** A list, whole; of filters only `name=X` and `name eq X` are known. */
function list(store: Store, at: ComputePath, collection: AnyCollection, query: Readonly<Record<string, string>>): Json {
  const prefix = keyOf(at.place, collection.name, "");
  const filter = query["filter"];
  const [, wanted] = /^\(?name\s*(?:=|eq)\s*"?([-a-z0-9]+)"?\)?$/.exec(filter ?? "") ?? [];
  if (filter !== undefined && wanted === undefined) throw notImplemented("GET", `${prefix}?filter=${filter}`);
  const resources: readonly Resource[] = collection.table(store).values();
  const items = resources
    .filter((resource) => resource.key.startsWith(prefix) && (wanted === undefined || resource.name === wanted))
    .map((resource) => view(store, collection, resource));
  return { kind: `${collection.kind}List`, id: prefix, selfLink: link(prefix.slice(0, -1)), items };
}

/** What every project has without anybody creating it. */
function readGiven(method: string, path: string, at: ComputePath): Json {
  const { place, collectionName, name, verb } = at;
  const key = name === undefined ? "" : keyOf(place, collectionName, name);
  if (method !== "GET") throw notImplemented(method, path);
  if (collectionName === "" && place.scope !== "global") return placeView(at);
  if (name !== undefined && verb === undefined) {
    if (collectionName === "networks") return networkView(key);
    if (collectionName === "subnetworks") return subnetworkView(key);
    if (collectionName === "images") return imageView(place.project, name);
    if (collectionName === "machineTypes")
      return { kind: "compute#machineType", name, selfLink: link(key), guestCpus: 4, memoryMb: 16384 };
    if (collectionName === "diskTypes") return { kind: "compute#diskType", name, selfLink: link(key) };
  }
  if (collectionName === "images" && name === "family" && verb !== undefined)
    return imageFamilyView(place.project, verb);
  throw notImplemented(method, path);
}

function placeView({ place }: ComputePath): Json {
  const key = `projects/${place.project}/${place.scope}`;
  const name = lastPart(place.scope);
  const base = { id: "1", name, selfLink: link(key), status: "UP", description: name };
  if (place.scope.startsWith("regions/"))
    return {
      kind: "compute#region",
      ...base,
      zones: zonesOf(name).map((zone) => link(`projects/${place.project}/zones/${zone}`)),
    };
  if (!regionNames().includes(regionOf(place))) throw notFound(key);
  return { kind: "compute#zone", ...base, region: link(`projects/${place.project}/regions/${regionOf(place)}`) };
}
