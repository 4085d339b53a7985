import type { Resource } from "../topology/resource.ts";
import type { Replica } from "../topology/topology.ts";

/** A small text that several runs compare and swap: the lock beside the state. */
export interface Slot {
  /** undefined when it is empty. */
  read(): Promise<{ readonly text: string; readonly version: string } | undefined>;
  /** Writes if the version is still the given one (null: if it is empty); answers undefined when it is not. */
  write(text: string, ifVersion: string | null): Promise<string | undefined>;
  /** Empties it if the version is still the given one. */
  clear(version: string): Promise<void>;
}

/** Where Terraform's state and the lock of a cluster are kept. */
export interface Storage {
  /** Terraform's state as it is stored; undefined when there is none. */
  readState(): Promise<string | undefined>;
  readonly lock: Slot;
  /** Terraform's own lock of the state, if it is held. Absent where such a lock ends with its process. */
  stateLock?(): Promise<{ readonly id: string; readonly who: string; readonly created: string } | undefined>;
  /**
   * Releases Terraform's own lock of the state, if it still has this ID. `terraform force-unlock` cannot while there is no
   * state yet. Absent where such a lock ends with its process.
   */
  releaseStateLock?(id: string): Promise<void>;
  /** Settings for `terraform init`, beyond what the configuration says. */
  readonly backendConfig: Readonly<Record<string, string>>;
}

/** The live cloud, as far as it is asked beside Terraform. */
export interface Cloud {
  /** What a replica's agent reports, as text. */
  readStatus(replica: Replica): Promise<string | undefined>;
  /** The last lines of a replica's serial console. */
  serialConsole(replica: Replica): Promise<string[]>;
  /** Terraform's import ID of a resource that exists already, undefined for one that does not. */
  existing(planned: {
    readonly type: string;
    readonly attributes: Resource["attributes"];
  }): Promise<string | undefined>;
}

/** Time, passed in so that tests and callers own it. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
  /** Resolves after the time, or at once when the signal is aborted. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
}

/** Who runs this process, for the lock. */
export interface Owner {
  /** `user@host`. */
  readonly who: string;
  readonly host: string;
  readonly pid: number;
  /** Whether a process of this host is alive. */
  isAlive(pid: number): boolean;
  /** A name that no other run has. */
  readonly runId: string;
}
