import type { ResourceChange } from "../../plan/resource-change.ts";

/** Resource actions; a replacement counts as one added and one destroyed. */
export interface Counts {
  readonly add: number;
  readonly change: number;
  readonly destroy: number;
}

/** Counts the actions of some resource changes, as `Plan.summary` does. */
export function countActions(changes: readonly ResourceChange[]): Counts {
  const count = (action: string) => changes.filter((change) => change.actions.some((each) => each === action)).length;
  return { add: count("create"), change: count("update"), destroy: count("delete") };
}

/** Terraform's sentence: "3 to add, 2 to change, 0 to destroy". */
export function countPhrase(counts: Counts): string {
  return `${counts.add} to add, ${counts.change} to change, ${counts.destroy} to destroy`;
}

/** A short form that leaves zeros out: "+3 ~2", or "no resource changes". */
export function shortCountPhrase(counts: Counts): string {
  const parts = [
    counts.add > 0 ? `+${counts.add}` : "",
    counts.change > 0 ? `~${counts.change}` : "",
    counts.destroy > 0 ? `-${counts.destroy}` : "",
  ].filter((part) => part !== "");
  return parts.length === 0 ? "no resource changes" : parts.join(" ");
}

/** "1 replica", "2 replicas". */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? "" : "s"}`;
}
