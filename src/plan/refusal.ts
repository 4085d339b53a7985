import type { Code } from "../cluster/codes.ts";
import type { Diagnostic } from "../cluster/diagnostic.ts";

/** Keys from the top of a cluster file, such as `["spec", "network", "name"]`. */
export type FieldPath = readonly (string | number)[];

/** Why a change cannot be planned. */
export interface Refusal {
  readonly refused: Diagnostic & { readonly path?: FieldPath };
}

/** `path` names the field of the cluster file that asks for it, where there is one. */
export function refusal(code: Code, message: string, remedy: string, path?: FieldPath): Refusal {
  return { refused: { severity: "error", code, message, remedy, ...(path === undefined ? {} : { path }) } };
}

export function isRefusal(value: object): value is Refusal {
  return "refused" in value;
}

/** The field that a refusal's diagnostic is about; undefined for any other diagnostic. */
export function fieldOf(diagnostic: Refusal["refused"]): FieldPath | undefined {
  return diagnostic.path;
}
