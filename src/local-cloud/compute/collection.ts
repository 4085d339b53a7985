import type { Store } from "../store.ts";
import type { Table } from "../table.ts";
import type { Resource } from "./resource.ts";
import type { Write } from "./write.ts";

export type Json = Readonly<Record<string, unknown>>;

/**
 * What GCE does with one kind of resource. Functions validate before they change anything, and change only the store
 * that they are given: they run once to see whether a request is acceptable and again when its operation takes effect.
 */
export interface Collection<T extends Resource> {
  /** Its name in paths, such as `addresses`. */
  readonly name: string;
  /** Its `kind` in answers, such as `compute#address`. */
  readonly kind: string;
  readonly level: "global" | "regions" | "zones";
  readonly table: (store: Store) => Table<T>;
  readonly create: (write: Write, body: unknown) => T;
  /** What GET answers, beside what every resource has. */
  readonly view?: (store: Store, resource: T) => Json;
  /** Refuses when somebody uses the resource; takes along what belongs to it. */
  readonly beforeDelete?: (write: Write, resource: T) => void;
  /** PATCH and PUT: the resource as it is afterwards. */
  readonly update?: (write: Write, resource: T, body: unknown) => T;
  /** `POST …/{name}/{action}` (for one action PATCH): the resource as it is afterwards. */
  readonly actions?: Readonly<Record<string, (write: Write, resource: T, body: unknown) => T>>;
  /** `GET …/{name}/{question}`, and listInstances, which is a POST. */
  readonly questions?: Readonly<
    Record<string, (store: Store, resource: T, query: Readonly<Record<string, string>>) => Json>
  >;
}

/** A collection of any kind; its table holds what its own functions have put there. */
// biome-ignore lint/suspicious/noExplicitAny: the only way to say "of some T" for a type that both takes and gives T
export type AnyCollection = Collection<any>;
