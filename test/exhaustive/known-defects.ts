import type { ChangeCase } from "./change-case.ts";
import type { Violation } from "./violation.ts";

/** Something that the planner is known to do otherwise than the oracle says, until it is mended. */
export interface Defect {
  /** What it does, with the smallest case. Letters are replicas; `(dead)` is their health. */
  readonly what: string;
  readonly matches: (violation: Violation, question: ChangeCase) => boolean;
}

export const knownDefects: readonly Defect[] = [];

/** The known defect that a violation shows; undefined for one that nobody knew. */
export function defectOf(violation: Violation, question: ChangeCase): Defect | undefined {
  return knownDefects.find((defect) => defect.matches(violation, question));
}
