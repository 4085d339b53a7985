import type { Address } from "./compute/address.ts";
import type { BackendService } from "./compute/backend-service.ts";
import type { Disk } from "./compute/disk.ts";
import type { Firewall } from "./compute/firewall.ts";
import type { ForwardingRule } from "./compute/forwarding-rule.ts";
import type { HealthCheck } from "./compute/health-check.ts";
import type { Instance } from "./compute/instance.ts";
import type { InstanceGroup } from "./compute/instance-group.ts";
import type { Router } from "./compute/router.ts";
import type { Fault } from "./faults/fault.ts";
import type { Policy } from "./identity/policy.ts";
import type { ServiceAccount } from "./identity/service-account.ts";
import type { Operation } from "./operations.ts";
import type { Secret, SecretVersion } from "./secrets/secret.ts";
import type { StoredObject } from "./storage/objects.ts";

type Undo = () => void;

/** Rows by key. Rows are values: they are replaced, never changed, so that a transaction can be taken back. */
export class Table<T> {
  #rows = new Map<string, T>();
  readonly #record: (undo: Undo) => void;

  constructor(record: (undo: Undo) => void) {
    this.#record = record;
  }

  get(key: string): T | undefined {
    return this.#rows.get(key);
  }

  set(key: string, row: T): void {
    this.#remember(key);
    this.#rows.set(key, row);
  }

  delete(key: string): boolean {
    this.#remember(key);
    return this.#rows.delete(key);
  }

  values(): readonly T[] {
    return [...this.#rows.values()];
  }

  entries(): readonly (readonly [string, T])[] {
    return [...this.#rows.entries()];
  }

  /** Puts other rows in the place of all rows. Not part of any transaction. */
  load(entries: readonly (readonly [string, T])[]): void {
    this.#rows = new Map(entries);
  }

  #remember(key: string): void {
    const rows = this.#rows;
    const before = rows.get(key);
    this.#record(() => {
      if (before === undefined) rows.delete(key);
      else rows.set(key, before);
    });
  }
}

/** Everything that the local cloud knows, as tables in memory. It has no clock and does no I/O. */
export class Store {
  #undo: Undo[] | null = null;
  readonly #record = (undo: Undo): void => {
    this.#undo?.push(undo);
  };

  readonly addresses = new Table<Address>(this.#record);
  readonly backendServices = new Table<BackendService>(this.#record);
  readonly disks = new Table<Disk>(this.#record);
  readonly firewalls = new Table<Firewall>(this.#record);
  readonly forwardingRules = new Table<ForwardingRule>(this.#record);
  readonly healthChecks = new Table<HealthCheck>(this.#record);
  readonly instances = new Table<Instance>(this.#record);
  readonly instanceGroups = new Table<InstanceGroup>(this.#record);
  readonly routers = new Table<Router>(this.#record);
  readonly operations = new Table<Operation>(this.#record);
  readonly objects = new Table<StoredObject>(this.#record);
  readonly policies = new Table<Policy>(this.#record);
  readonly serviceAccounts = new Table<ServiceAccount>(this.#record);
  readonly secrets = new Table<Secret>(this.#record);
  readonly secretVersions = new Table<SecretVersion>(this.#record);
  /** Guest attributes by instance ID, then by `namespace/key`. */
  readonly guestAttributes = new Table<Readonly<Record<string, string>>>(this.#record);
  /** What an instance has written to its first serial port, by instance ID. */
  readonly serialConsoles = new Table<string>(this.#record);
  readonly faults = new Table<Fault>(this.#record);
  readonly counters = new Table<number>(this.#record);

  /** Runs `work`; when it throws, nothing of it stays. */
  transact<T>(work: () => T): T {
    return this.#run(work, false);
  }

  /** Runs `work` to see whether it throws. Nothing of it stays. */
  rehearse(work: () => void): void {
    this.#run(work, true);
  }

  /** The next number of a sequence that starts with 1. */
  next(counter: "id" | "operation" | "generation" | "external-ip" | "fault"): number {
    const value = (this.counters.get(counter) ?? 0) + 1;
    this.counters.set(counter, value);
    return value;
  }

  /** All tables as plain data. */
  toJSON(): Readonly<Record<string, unknown>> {
    return Object.fromEntries(this.#tables().map(([name, table]) => [name, table.entries()]));
  }

  /** Takes over what `toJSON` gave; with `{}` the store is empty. */
  load(data: Readonly<Record<string, unknown>>): void {
    for (const [name, table] of this.#tables()) {
      const rows = data[name];
      table.load(Array.isArray(rows) ? (rows as [string, never][]) : []);
    }
  }

  #tables(): [string, Table<unknown>][] {
    return Object.entries(this).filter((entry): entry is [string, Table<unknown>] => entry[1] instanceof Table);
  }

  #run<T>(work: () => T, takeBack: boolean): T {
    const outer = this.#undo;
    const log: Undo[] = [];
    this.#undo = log;
    let done = false;
    try {
      const result = work();
      done = true;
      return result;
    } finally {
      this.#undo = outer;
      if (done && !takeBack) outer?.push(...log);
      else for (const undo of log.reverse()) undo();
    }
  }
}
