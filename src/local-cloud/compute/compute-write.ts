import { alreadyExists, notFound, notImplemented } from "../cloud-error.ts";
import type { Store } from "../store.ts";
import { type ComputePath, parseComputePath } from "./compute-request.ts";
import type { ComputeCall, Effect } from "./operation.ts";
import { keyOf, type Resource } from "./resource.ts";
import type { Write } from "./write.ts";

/** Carries out a call on the store, or throws what GCE refuses it with. All of it happens, or nothing. */
export function carryOut(store: Store, call: ComputeCall, now: number): Effect {
  const at = parseComputePath(call.method, call.path);
  const write: Write = { store, now, place: at.place, method: call.method, query: call.query };
  return store.transact(() => (at.name === undefined ? insert(write, call, at) : change(write, call, at, at.name)));
}

function insert(write: Write, call: ComputeCall, at: ComputePath): Effect {
  const { collection } = at;
  if (collection === undefined || call.method !== "POST") throw notImplemented(call.method, call.path);
  const resource: Resource = collection.create(write, call.body);
  const table = collection.table(write.store);
  if (table.get(resource.key) !== undefined) throw alreadyExists(resource.key);
  table.set(resource.key, resource);
  return { operationType: "insert", target: resource.key, targetId: resource.id };
}

function change(write: Write, call: ComputeCall, at: ComputePath, name: string): Effect {
  const { collection, verb } = at;
  const work = collection && workOf(call.method, at);
  if (collection === undefined || work === undefined) throw notImplemented(call.method, call.path);
  const table = collection.table(write.store);
  const key = keyOf(write.place, collection.name, name);
  const resource: Resource | undefined = table.get(key);
  if (resource === undefined) throw notFound(key);
  if (work === "delete") {
    collection.beforeDelete?.(write, resource);
    table.delete(key);
  } else table.set(key, work(write, resource, call.body));
  const operationType = work === "delete" ? work : (verb ?? call.method.toLowerCase());
  return { operationType, target: key, targetId: resource.id };
}

type Work = "delete" | ((write: Write, resource: Resource, body: unknown) => Resource);

function workOf(method: string, { collection, verb }: ComputePath): Work | undefined {
  if (verb !== undefined) {
    const isAction = method === "POST" || (method === "PATCH" && verb.startsWith("update"));
    return isAction && Object.hasOwn(collection?.actions ?? {}, verb) ? collection?.actions?.[verb] : undefined;
  }
  if (method === "DELETE") return "delete";
  return method === "PATCH" || method === "PUT" ? collection?.update : undefined;
}
