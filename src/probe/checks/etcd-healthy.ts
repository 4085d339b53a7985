import type { StatusReport } from "../../topology/status-report.ts";
import { reportsOf, type View, votes } from "../view.ts";

/** Every voter is healthy; no learner, no unknown member, no alarm; one leader. The subject itself is left aside. */
export function etcdHealthy(subject: string, view: View): string | undefined {
  const members = view.members.filter((name) => name !== subject);
  const silent = members.filter((name) => !view.snapshot.has(name));
  if (silent.length > 0) return `${silent.join(", ")} not reporting`;
  const reports = reportsOf(members, view);
  const sick = reports.filter((report) => !votes(report) || !report.apiReady).map((report) => report.name);
  if (sick.length > 0) return `${sick.join(", ")} not healthy`;
  const strangers = seen(reports).filter((name) => !view.members.includes(name) && name !== subject);
  if (strangers.length > 0) return `etcd has members that nobody named: ${strangers.join(", ")}`;
  const learners = reports.flatMap((report) => report.learners).filter((name) => name !== subject);
  if (learners.length > 0) return `${learners.join(", ")} still learning`;
  const alarms = reports.flatMap((report) => report.alarms.map((alarm) => `${alarm} on ${report.name}`));
  if (alarms.length > 0) return `alarms: ${alarms.join(", ")}`;
  const leaders = reports.filter((report) => report.role === "leader");
  if (leaders.length > 1) return "more than one replica calls itself leader";
  const elsewhere = view.snapshot.get(subject)?.role === "leader";
  return leaders.length === 1 || elsewhere ? undefined : "no leader";
}

function seen(reports: readonly StatusReport[]): string[] {
  return [...new Set(reports.flatMap((report) => [...report.voters, ...report.learners]))].sort();
}
