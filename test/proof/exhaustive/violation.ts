/** The safety rules, and what else a plan owes: the cloud must not refuse it, its gates must open, it must arrive. */
export type Rule =
  | "R1"
  | "R2"
  | "R3"
  | "R4"
  | "R5"
  | "R6"
  | "R7"
  | "R9"
  | "R10"
  | "R11"
  | "R12"
  | "cloud"
  | "gate"
  | "honest"
  | "end"
  | "refusal";

/** One thing that is wrong with a plan. `step` is the step's id; null where it is the whole plan. */
export interface Violation {
  readonly rule: Rule;
  readonly step: number | null;
  readonly says: string;
}
