import type { Store } from "../store.ts";
import { keyOf, type Place, type Resource } from "./resource.ts";

/** What a change needs to know beside its request. */
export interface Write {
  readonly store: Store;
  /** Milliseconds since the Unix epoch. */
  readonly now: number;
  readonly place: Place;
  readonly method: string;
  readonly query: Readonly<Record<string, string>>;
}

/** The fields that a new resource gets from GCE. */
export function identify(write: Write, collection: string, name: string): Resource {
  return {
    key: keyOf(write.place, collection, name),
    id: `7${String(write.store.next("id")).padStart(18, "0")}`,
    name,
    creationTimestamp: new Date(write.now).toISOString(),
  };
}

/** What an update asks for: PATCH leaves alone what its body does not name, PUT does not. A name never changes. */
export function requested(
  write: Write,
  current: Readonly<Record<string, unknown>>,
  body: unknown,
): Readonly<Record<string, unknown>> {
  return { ...(write.method === "PATCH" ? current : {}), ...Object(body), name: current["name"] };
}
