import type { Request } from "./request.ts";

/** A step of the plan as it ran; `to` is null for one that did not come to its end. Milliseconds since the Unix epoch. */
export interface StepRun {
  readonly title: string;
  readonly from: number;
  readonly to: number | null;
}

/** The cluster from a moment on. */
export interface Moment {
  readonly at: number;
  readonly voters: readonly string[];
  readonly learners: readonly string[];
  readonly alive: readonly string[];
  /** `instance NAME`, `load balancer` or `nobody`. */
  readonly holder: string;
}

/** Something that happened at one moment: an injected fault, a new leader. */
export interface Incident {
  readonly at: number;
  readonly what: string;
}

/** All that is known of a rehearsal when it is over. */
export interface Rehearsal {
  readonly cluster: string;
  readonly from: number;
  readonly to: number;
  readonly steps: readonly StepRun[];
  readonly moments: readonly Moment[];
  readonly incidents: readonly Incident[];
  readonly requests: readonly Request[];
  /** Names of the clients' objects that were there at the end. */
  readonly present: ReadonlySet<string>;
  /** Whether the cluster came to what its file asks for. */
  readonly arrived: boolean;
}
