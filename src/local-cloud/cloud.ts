import type { CancelTimer, Clock } from "./clock.ts";
import type { ComputeCall, Operation, OperationError } from "./compute/operation.ts";
import { effectTime, settleOperation, startOperation } from "./compute/operations.ts";
import type { Driver, DriverFactory, DriverHost, Machine } from "./driver.ts";
import { type Facts, factsOf } from "./facts.ts";
import type { Fault } from "./faults/fault.ts";
import { clearFaults, inject } from "./faults/strike.ts";
import { type CallEntry, Journal } from "./journal.ts";
import { machinesOf, notify } from "./machines.ts";
import { networkOf } from "./network-view.ts";
import { addSecretVersionAs, callSecretsAs, readSecretAs } from "./secrets/secret-rights.ts";
import type { StateDirectory } from "./state-directory.ts";
import { Store } from "./store.ts";

/** What a cloud is made of. */
export interface CloudParts {
  readonly clock: Clock;
  /** How long each operation takes, in milliseconds. */
  readonly operationMs: number;
  readonly driver: DriverFactory;
  /** null: nothing outlives the process. */
  readonly directory: StateDirectory | null;
}

/** The local cloud without its HTTP face: state, journal, operations in flight, and the driver of its instances. */
export class Cloud {
  readonly store = new Store();
  readonly journal: Journal;
  readonly clock: Clock;
  readonly #parts: CloudParts;
  readonly #timers = new Map<string, CancelTimer>();
  #driver: Driver;
  #machines: readonly Machine[];

  constructor(parts: CloudParts) {
    const { directory } = parts;
    this.#parts = parts;
    this.clock = parts.clock;
    this.journal = new Journal((entry) => directory?.append(entry), directory?.loadJournal());
    const saved = directory?.load();
    this.store.load(saved?.store ?? {});
    this.#machines = machinesOf(this.store);
    this.#driver = parts.driver(this.#host(), saved?.driver);
    for (const operation of this.store.operations.values()) this.#schedule(operation);
  }

  /** Takes a compute call; refuses it now, or starts its operation, which may have been told to fail. */
  begin(call: ComputeCall, fails?: OperationError): Operation {
    const operation = startOperation(this.store, call, this.clock.now(), this.#parts.operationMs, fails);
    this.#schedule(operation);
    return operation;
  }

  /** Puts a call into the journal; then saves everything, and tells the driver what has changed. */
  finish(call: Omit<CallEntry, "kind" | "sequence" | "at" | "facts">): void {
    this.journal.add({ kind: "call", at: this.clock.now(), ...call, facts: this.facts() });
    this.#spread();
  }

  /** Injects a fault, and keeps it. Throws CloudError for one that cannot be. */
  inject(wanted: unknown): Fault {
    const fault = inject(this.store, wanted);
    this.#save();
    return fault;
  }

  /** Takes all faults out. Answers how many there were. */
  clearFaults(): number {
    const count = clearFaults(this.store);
    this.#save();
    return count;
  }

  facts(): Facts {
    return factsOf(this.store, this.#driver.clusters());
  }

  /** Ends the processes of the instances of that name. Answers how many there are. */
  kill(name: string): number {
    const named = machinesOf(this.store).filter((machine) => machine.name === name);
    for (const machine of named) this.#driver.kill(machine);
    return named.length;
  }

  /** Back to an empty cloud with an empty journal. */
  async reset(): Promise<void> {
    this.#cancelTimers();
    await this.#driver.stop();
    this.store.load({});
    this.journal.clear();
    this.#parts.directory?.clear();
    this.#machines = [];
    this.#driver = this.#parts.driver(this.#host(), undefined);
    this.#save();
  }

  async stop(): Promise<void> {
    this.#cancelTimers();
    await this.#driver.stop();
    this.#save();
  }

  #schedule(operation: Operation): void {
    if (operation.settled) return;
    const delay = Math.max(0, effectTime(operation) - this.clock.now());
    const cancel = this.clock.after(delay, () => this.#settle(operation));
    this.#timers.set(operation.key, cancel);
  }

  #settle(operation: Operation): void {
    this.#timers.delete(operation.key);
    const now = this.clock.now();
    const { error, effect } = settleOperation(this.store, operation, now);
    const { method, path } = operation.call;
    const outcome = error ? { outcome: "refused" as const, reason: error.reason } : { outcome: "applied" as const };
    this.journal.add({
      kind: "operation",
      at: now,
      method,
      path,
      resource: effect.target,
      ...outcome,
      facts: this.facts(),
    });
    this.#spread();
  }

  #spread(): void {
    const before = this.#machines;
    this.#machines = machinesOf(this.store);
    notify(this.#driver, before, this.#machines);
    this.#save();
  }

  #save(): void {
    this.#parts.directory?.save({ store: this.store.toJSON(), driver: this.#driver.snapshot() });
  }

  #cancelTimers(): void {
    for (const cancel of this.#timers.values()) cancel();
    this.#timers.clear();
  }

  #host(): DriverHost {
    const { store, clock } = this;
    return {
      clock,
      machines: () => machinesOf(store),
      network: () => networkOf(store),
      diskExists: (id) => store.disks.values().some((disk) => disk.id === id),
      guestAttributes: (machine) => store.guestAttributes.get(machine.id) ?? {},
      writeGuestAttribute: (machine, path, value) =>
        store.guestAttributes.set(machine.id, { ...store.guestAttributes.get(machine.id), [path]: value }),
      writeSerial: (machine, line) =>
        store.serialConsoles.set(machine.id, `${store.serialConsoles.get(machine.id) ?? ""}${line}\n`),
      readSecret: (machine, secret) => readSecretAs(store, machine, secret),
      addSecretVersion: (machine, secret, value) => addSecretVersionAs(store, clock.now(), machine, secret, value),
      callSecrets: (machine, call) => {
        const reply = callSecretsAs(store, clock.now(), machine, call);
        if (call.method !== "GET") this.#save();
        return reply;
      },
      record: (event) => {
        this.journal.add({ kind: "driver", at: clock.now(), ...event, facts: this.facts() });
        this.#save();
      },
    };
  }
}
