import { quorum } from "../cluster/quorum.ts";
import type { StatusReport } from "../topology/status-report.ts";
import type { Snapshot } from "./watch.ts";

/** What a gate is judged on: the members as the replicas have been told, and what they report. */
export interface View {
  readonly members: readonly string[];
  readonly snapshot: Snapshot;
  /** How long the gate has been waited for, in milliseconds. */
  readonly waitedMs: number;
}

/** Why a check of this subject does not hold; undefined when it does. */
export type Judge = (subject: string, view: View) => string | undefined;

/** What those of these replicas report that report anything. */
export function reportsOf(names: readonly string[], { snapshot }: View): StatusReport[] {
  return names.flatMap((name) => snapshot.get(name) ?? []);
}

export function votes({ role }: StatusReport): boolean {
  return role === "leader" || role === "follower";
}

/** Why too few voters other than the subject are healthy; undefined when there are as many as needed. */
export function tooFewWithout(subject: string, view: View, needed: number): string | undefined {
  const others = view.members.filter((name) => name !== subject);
  const healthy = reportsOf(others, view).filter((report) => votes(report) && report.apiReady);
  return healthy.length >= needed ? undefined : `${healthy.length} healthy voters would stay, ${needed} are needed`;
}

/**
 * Why the members do not agree on something; undefined when they do. Nobody is believed alone: a quorum of the members
 * must report, and all that do must agree.
 */
export function dissent(view: View, holds: (report: StatusReport) => boolean): string | undefined {
  const reports = reportsOf(view.members, view);
  const needed = quorum(view.members.length);
  if (reports.length < needed)
    return `${reports.length} of ${view.members.length} members report, ${needed} are needed`;
  const others = reports.filter((report) => !holds(report)).map((report) => report.name);
  return others.length === 0 ? undefined : `not yet so on ${others.join(", ")}`;
}
