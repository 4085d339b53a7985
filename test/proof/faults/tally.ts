import type { AimedFault } from "./aimed.ts";
import type { Suffered } from "./fault-run.ts";

/** What several changes made of their faults, all in all. */
export interface Tally {
  readonly met: number;
  readonly ended: number;
  /** The problems of each change that has any. */
  readonly bad: readonly (readonly string[])[];
  /** Faults that have not struck, and would have to. */
  readonly missed: readonly AimedFault[];
}

export function tally(outcomes: readonly Suffered[]): Tally {
  const sum = (count: (outcome: Suffered) => number) => outcomes.reduce((total, each) => total + count(each), 0);
  return {
    met: sum(({ met }) => met),
    ended: sum(({ ended }) => ended),
    bad: outcomes.map(({ problems }) => problems).filter((problems) => problems.length > 0),
    missed: outcomes.flatMap(({ missed }) => missed).filter(({ timed }) => !timed),
  };
}
