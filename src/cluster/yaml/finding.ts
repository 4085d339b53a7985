import type { Problem } from "../problem.ts";

/** A problem at a place in a text, counted in UTF-16 code units from 0. */
export interface Finding {
  readonly offset: number;
  readonly problem: Problem;
}
