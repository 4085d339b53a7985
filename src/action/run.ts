import type { Github } from "../github/client.ts";
import type { Event } from "../github/event.ts";
import type { Inputs } from "./inputs.ts";

/** One run of the action: what it was started with. */
export interface Run {
  readonly github: Github;
  readonly inputs: Inputs;
  readonly event: Event;
  /** Who has started this run again; undefined for a run's first attempt, which the event's sender has started. */
  readonly restartedBy: string | undefined;
  /** Of the repository in a browser. */
  readonly repositoryUrl: string;
  /** Of this run in a browser. */
  readonly url: string;
  /** Aborted when the run is cancelled: end at the next safe place. */
  readonly signal: AbortSignal;
  /** Aborted when it is cancelled a second time: end at once. */
  readonly kill: AbortSignal;
}

/** How a run ended: whether the job fails, and what the output `result` says. */
export interface Ending {
  readonly failed: boolean;
  readonly result: Result;
}

export type Result = "no-changes" | "changes" | "applied" | "refused" | "ignored";
