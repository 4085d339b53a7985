import { type Code, codes } from "./codes.ts";
import type { Diagnostic, Position } from "./diagnostic.ts";

/** A finding that does not know yet where in a file it stands. `message` and `remedy` as in `Diagnostic`. */
export interface Problem {
  readonly code: Code;
  readonly message: string;
  readonly remedy: string;
}

/** The problem as a diagnostic at a position, as severe as its code is. */
export function diagnose(problem: Problem, position: Position): Diagnostic {
  const { code, message, remedy } = problem;
  return { severity: codes[code].severity, code, message, remedy, position };
}
