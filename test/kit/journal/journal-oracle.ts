import type { JournalEntry } from "../../../src/local-cloud/journal.ts";
import { judgeCalls } from "./call-rules.ts";
import { judgeEndpoint, type Move } from "./endpoint-rules.ts";
import { judgeMembers } from "./membership-rules.ts";
import type { Violation } from "./violation.ts";

export interface Case {
  readonly cluster: string;
  /** The last entry of creating it, where it was created with several replicas: they may come up all at once. */
  readonly created?: number;
  /** The last entry before somebody asked for its deletion; safety is judged up to there, calls to the end. */
  readonly deleting?: number;
}

export interface Verdict {
  /** How the endpoint's IP went from holder to holder: each is an interruption, and none is hidden. */
  readonly moves: readonly Move[];
  /** In the order of the journal. */
  readonly violations: readonly Violation[];
}

/**
 * Judges what was done to a cloud by the design's safety rules alone. It reads what the cloud has written down and knows
 * nothing of how changes are planned. The journal is to begin with an empty cloud, whose operations take no time.
 */
export function judgeJournal(journal: readonly JournalEntry[], { cluster, created, deleting }: Case): Verdict {
  const life = deleting === undefined ? journal : journal.filter(({ sequence }) => sequence <= deleting);
  const { moves, violations } = judgeEndpoint(life, `${cluster}-endpoint`);
  const all = [...judgeCalls(journal), ...violations, ...judgeMembers(life, { cluster, created })];
  return { moves, violations: all.toSorted((a, b) => a.sequence - b.sequence) };
}
