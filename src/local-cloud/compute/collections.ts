import type { Store } from "../store.ts";
import type { Table } from "../table.ts";
import { backendServices } from "./balancing/backend-services.ts";
import { forwardingRules } from "./balancing/forwarding-rules.ts";
import { healthChecks } from "./balancing/health-checks.ts";
import { instanceGroups } from "./balancing/instance-groups.ts";
import type { AnyCollection, Collection } from "./collection.ts";
import { disks } from "./instances/disks.ts";
import { instances } from "./instances/instances.ts";
import { addresses } from "./network/addresses.ts";
import { firewalls } from "./network/firewalls.ts";
import { routers } from "./network/routers.ts";
import type { Resource } from "./resource.ts";

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
