import type { Action } from "../plan/resource-change.ts";

/** Terraform's signs; a space stands before what does not change. */
export type Sign = "+" | "-" | "~" | "-/+" | "+/-" | " ";

/** The sign before a resource with these actions. */
export function signOf(actions: readonly Action[]): Sign {
  if (actions.includes("create") && actions.includes("delete")) return actions[0] === "delete" ? "-/+" : "+/-";
  if (actions.includes("create")) return "+";
  if (actions.includes("delete")) return "-";
  return actions.includes("update") ? "~" : " ";
}

/** What happens to a resource with these actions, as Terraform says it: "will be created". */
export function fateOf(actions: readonly Action[]): string {
  switch (signOf(actions)) {
    case "+":
      return "will be created";
    case "-":
      return "will be destroyed";
    case "~":
      return "will be updated in-place";
    case " ":
      return "will not change";
    default:
      return "must be replaced";
  }
}
