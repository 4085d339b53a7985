import type { Store } from "../store.ts";
import type { Table } from "../table.ts";
import { addresses } from "./addresses.ts";
import { backendServices } from "./backend-services.ts";
import type { AnyCollection, Collection } from "./collection.ts";
import { disks } from "./disks.ts";
import { firewalls } from "./firewalls.ts";
import { forwardingRules } from "./forwarding-rules.ts";
import { healthChecks } from "./health-checks.ts";
import { instanceGroups } from "./instance-groups.ts";
import { instances } from "./instances.ts";
import type { Resource } from "./resource.ts";
import { routers } from "./routers.ts";

/** What GCE does with each kind of resource that has a table in the store. */
type Collections = {
  [Name in keyof Store as Store[Name] extends Table<infer _ extends Resource>
    ? Name
    : never]: Store[Name] extends Table<infer Row extends Resource> ? Collection<Row> : never;
};

/** All collections: the compiler asks for one that the store has a table for. */
export const collections: readonly AnyCollection[] = Object.values({
  addresses,
  backendServices,
  disks,
  firewalls,
  forwardingRules,
  healthChecks,
  instances,
  instanceGroups,
  routers,
} satisfies Collections);
