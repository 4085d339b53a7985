import type { Code } from "../cluster/codes.ts";
import type { Diagnostic } from "../cluster/diagnostic.ts";

/** Why a change cannot be planned. */
export interface Refusal {
  readonly refused: Diagnostic;
}

export function refusal(code: Code, message: string, remedy: string): Refusal {
  return { refused: { severity: "error", code, message, remedy } };
}

export function isRefusal(value: object): value is Refusal {
  return "refused" in value;
}
