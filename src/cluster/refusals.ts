import * as z from "zod";
import type { Code } from "./codes.ts";
import { nearest } from "./nearest.ts";
import type { Problem } from "./problem.ts";
import { quote } from "./quote.ts";

/** Why a value of the right type, but not among the allowed ones, is refused; undefined for the usual answer. */
export interface Refusal {
  readonly refuse: (value: string | number | boolean) => Problem | undefined;
}

/** Refusals by the schema of the field that they belong to. The JSON Schema does not see them. */
export const refusals = z.registry<Refusal>();

/** Values that the format foresees and nothing implements yet. `works` says what can be written today. */
export function alsoPlanned(values: readonly string[], works: string): Refusal {
  return { refuse: (value) => (values.some((planned) => planned === value) ? notYet(value, works) : undefined) };
}

/** Every endpoint kind but `external` is still to come; a misspelt `external` is not one of them. */
export const onlyExternal: Refusal = {
  refuse: (value) =>
    value !== "internal" && nearest(String(value), ["external"]) !== undefined ? undefined : notYet(value, "external"),
};

export const onlyQuorumReads: Refusal = {
  refuse: () => ({
    code: "Q045",
    message: "Quorum reads cannot be turned off, because stale reads break leader election and controllers",
    remedy: "Write true, or leave the key out",
  }),
};

/** A field that has one value only, such as `kind`. `what` completes "… is not". */
export function onlyValue(code: Code, what: string, value: string): Refusal {
  return {
    refuse: (given) => ({ code, message: `${quote(given)} is not ${what}`, remedy: `Write ${value}` }),
  };
}

function notYet(value: unknown, works: string): Problem {
  return { code: "Q014", message: `${quote(value)} is not implemented yet`, remedy: `Use ${works}, which works today` };
}
