import type { ChangeCase } from "./change-case.ts";
import type { Violation } from "./violation.ts";

/** Something that the planner is known to do otherwise than the oracle says, until it is mended. */
export interface Defect {
  /** What it does, with the smallest case. Letters are replicas; `(dead)` is their health. */
  readonly what: string;
  readonly matches: (violation: Violation, question: ChangeCase) => boolean;
}

export const knownDefects: readonly Defect[] = [
  {
    what: "a single replica that is not healthy gets a balancer, and gates that never open, instead of a refusal (a(dead), whenReplicated → always)",
    matches: ({ rule }, question) =>
      ["gate", "R4", "R5", "R6"].includes(rule) &&
      isAlone(question) &&
      question.cautious.sick.stay + question.cautious.sick.restart === 1,
  },
];

/** The known defect that a violation shows; undefined for one that nobody knew. */
export function defectOf(violation: Violation, question: ChangeCase): Defect | undefined {
  return knownDefects.find((defect) => defect.matches(violation, question));
}

function isAlone({ observed, desired }: ChangeCase): boolean {
  return observed?.members.length === 1 && desired.members.length === 1;
}
