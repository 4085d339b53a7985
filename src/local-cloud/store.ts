import type { BackendService } from "./compute/balancing/backend-service.ts";
import type { ForwardingRule } from "./compute/balancing/forwarding-rule.ts";
import type { HealthCheck } from "./compute/balancing/health-check.ts";
import type { InstanceGroup } from "./compute/balancing/instance-group.ts";
import type { Disk } from "./compute/instances/disk.ts";
import type { Instance } from "./compute/instances/instance.ts";
import type { Address } from "./compute/network/address.ts";
import type { Firewall } from "./compute/network/firewall.ts";
import type { Router } from "./compute/network/router.ts";
import type { Operation } from "./compute/operation.ts";
import type { Fault } from "./faults/fault.ts";
import type { Policy } from "./identity/policy.ts";
import type { ServiceAccount } from "./identity/service-account.ts";
import type { Secret, SecretVersion } from "./secrets/secret.ts";
import type { StoredObject } from "./storage/stored-object.ts";
import { Tables } from "./table.ts";

/** Everything that the local cloud knows, as tables in memory. */
export class Store extends Tables {
  readonly addresses = this.table<Address>();
  readonly backendServices = this.table<BackendService>();
  readonly disks = this.table<Disk>();
  readonly firewalls = this.table<Firewall>();
  readonly forwardingRules = this.table<ForwardingRule>();
  readonly healthChecks = this.table<HealthCheck>();
  readonly instances = this.table<Instance>();
  readonly instanceGroups = this.table<InstanceGroup>();
  readonly routers = this.table<Router>();
  readonly operations = this.table<Operation>();
  readonly objects = this.table<StoredObject>();
  readonly policies = this.table<Policy>();
  readonly serviceAccounts = this.table<ServiceAccount>();
  readonly secrets = this.table<Secret>();
  readonly secretVersions = this.table<SecretVersion>();
  /** Guest attributes by instance ID, then by `namespace/key`. */
  readonly guestAttributes = this.table<Readonly<Record<string, string>>>();
  /** What an instance has written to its first serial port, by instance ID. */
  readonly serialConsoles = this.table<string>();
  readonly faults = this.table<Fault>();
  readonly counters = this.table<number>();

  /** The next number of a sequence that starts with 1. */
  next(counter: "id" | "operation" | "generation" | "external-ip" | "fault"): number {
    const value = (this.counters.get(counter) ?? 0) + 1;
    this.counters.set(counter, value);
    return value;
  }
}
