import type { Clock } from "./clock.ts";
import type { ClusterFact } from "./facts.ts";
import type { DriverEvent } from "./journal.ts";
import type { CloudNetwork } from "./network-view.ts";
import type { Reply } from "./request.ts";
import type { SecretCall } from "./secrets/secret-api.ts";

/** A disk of an instance. */
export interface MachineDisk {
  /** GCE's numeric ID. */
  readonly id: string;
  readonly deviceName: string;
  readonly sizeGb: number;
  readonly boot: boolean;
}

/** What a driver sees of an instance. */
export interface Machine {
  /** GCE's numeric ID: another instance of the same name has another one. */
  readonly id: string;
  readonly project: string;
  readonly zone: string;
  readonly name: string;
  readonly running: boolean;
  readonly metadata: Readonly<Record<string, string>>;
  /** Email address; null without a service account. */
  readonly serviceAccount: string | null;
  /** ID of the first disk that is not the boot disk; null when there is none. */
  readonly dataDisk: string | null;
  readonly disks: readonly MachineDisk[];
  readonly internalIp: string;
  /** The address of its access config; null without one. */
  readonly externalIp: string | null;
  readonly tags: readonly string[];
  /** Whether a backend service sends traffic to it. */
  readonly loadBalanced: boolean;
}

/** What a driver may do in the cloud. */
export interface DriverHost {
  readonly clock: Clock;
  machines(): readonly Machine[];
  /** Addresses, firewall rules and load balancers as they are now. */
  network(): CloudNetwork;
  /** Whether the disk with that ID still exists. */
  diskExists(id: string): boolean;
  /** An instance's guest attributes, by `namespace/key`. */
  guestAttributes(machine: Machine): Readonly<Record<string, string>>;
  /** Writes a guest attribute of an instance, at `namespace/key`. */
  writeGuestAttribute(machine: Machine, path: string, value: string): void;
  /** Writes a line to the instance's first serial port. */
  writeSerial(machine: Machine, line: string): void;
  /** The latest version of a secret, read as the instance's service account. Throws CloudError: 403, 404. */
  readSecret(machine: Machine, secret: string): string;
  /** Adds a version to a secret as the instance's service account. Throws CloudError: 403, 404. */
  addSecretVersion(machine: Machine, secret: string, value: string): void;
  /** Answers a call of Secret Manager, made as the instance's service account. Throws CloudError. */
  callSecrets(machine: Machine, call: SecretCall): Reply;
  /** Puts into the journal what has just happened, and keeps the driver's state. */
  record(event: DriverEvent): void;
}

/**
 * Brings instances to life. It is told of everything that happens to instances after it has happened; calls never
 * overlap. `Machine` values are as of the call.
 */
export interface Driver {
  created(machine: Machine): void;
  deleted(machine: Machine): void;
  started(machine: Machine): void;
  stopped(machine: Machine): void;
  metadataChanged(machine: Machine): void;
  /** The instance became, or is no longer, load-balanced. */
  membershipChanged(machine: Machine): void;
  /** Anything may have changed: addresses, firewall rules, load balancers, disks. Told last. */
  changed(): void;
  /** Ends the instance's processes; the instance itself goes on. */
  kill(machine: Machine): void;
  /** What is known about etcd in each cluster, right now. */
  clusters(): readonly ClusterFact[];
  /** What `DriverFactory` gets as `saved` after a restart of the local cloud: plain data. */
  snapshot(): unknown;
  stop(): void | Promise<void>;
}

/** Makes a driver. `saved` is what `snapshot` gave before a restart, and undefined in a new cloud. */
export type DriverFactory = (host: DriverHost, saved: unknown) => Driver;
