import { lostWrites, type Seen, seenBetween, staleReads } from "./history.ts";
import type { Rehearsal, StepRun } from "./rehearsal.ts";

/** What a rehearsal has shown. */
export interface Verdict {
  readonly seen: Seen;
  readonly steps: readonly { readonly step: StepRun; readonly seen: Seen }[];
  /** Objects whose creation was acknowledged and that were not there at the end. */
  readonly lost: readonly string[];
  /** Reads that were older than they may be. */
  readonly stale: number;
  /** Nothing was lost, nothing stale was read, and the cluster came to what its file asks for. */
  readonly passed: boolean;
}

/** Judges a rehearsal. Requests that failed do not fail it: how many a change may cost is for its reader to say. */
export function judge(rehearsal: Rehearsal): Verdict {
  const { requests, from, to, present, arrived } = rehearsal;
  const lost = lostWrites(requests, present);
  const stale = staleReads(requests).length;
  return {
    seen: seenBetween(requests, from, to),
    steps: rehearsal.steps.map((step) => ({ step, seen: seenBetween(requests, step.from, step.to ?? to) })),
    lost,
    stale,
    passed: lost.length === 0 && stale === 0 && arrived,
  };
}
