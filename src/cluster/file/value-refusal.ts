import * as z from "zod";
import type { Code } from "../codes.ts";
import type { Problem } from "../problem.ts";
import { quote } from "../quote.ts";

/** Why a value of the right type, but not among the allowed ones, is refused; undefined for the usual answer. */
export interface ValueRefusal {
  readonly refuse: (value: string | number | boolean) => Problem | undefined;
}

/** Refusals by the schema of the field that they belong to. The JSON Schema does not see them. */
export const refusals = z.registry<ValueRefusal>();

/** Values that the format foresees and nothing implements yet. `works` says what can be written today. */
export function alsoPlanned(values: readonly string[], works: string): ValueRefusal {
  return { refuse: (value) => (values.some((planned) => planned === value) ? notYet(value, works) : undefined) };
}

/** A field that has one value only, such as `kind`. `what` completes "… is not". */
export function onlyValue(code: Code, what: string, value: string): ValueRefusal {
  return {
    refuse: (given) => ({ code, message: `${quote(given)} is not ${what}`, remedy: `Write ${value}` }),
  };
}

/** The problem of a value that the format foresees and nothing implements yet. */
export function notYet(value: unknown, works: string): Problem {
  return { code: "Q014", message: `${quote(value)} is not implemented yet`, remedy: `Use ${works}, which works today` };
}
