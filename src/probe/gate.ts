import type { Check, Gate } from "../change/change-plan.ts";
import { quorum } from "../cluster/quorum.ts";
import type { StatusReport } from "../topology/status-report.ts";
import type { Topology } from "../topology/topology.ts";
import type { Snapshot } from "./watch.ts";

/** What a gate is judged on: the members as the replicas have been told, and what they report. */
export interface View {
  readonly members: readonly string[];
  readonly snapshot: Snapshot;
  /** How long the gate has been waited for, in milliseconds. */
  readonly waitedMs: number;
}

/** A replica that says nothing cannot say that it is drained; the load balancer lets go of it after 60 seconds. */
const drainingMs = 60_000;

/** Why a gate does not hold; undefined when it does. */
export function judge({ check, subject }: Gate, view: View): string | undefined {
  return judges[check](subject, view);
}

/** The replicas whose reports these gates need. */
export function watched(topology: Topology, gates: readonly Gate[]): Topology["replicas"] {
  const named = [...topology.members, ...gates.map(({ subject }) => subject)];
  return topology.replicas.filter(({ name }) => named.includes(name));
}

const judges: Record<Check, (subject: string, view: View) => string | undefined> = {
  "etcd-healthy": (subject, view) => {
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
  },
  "quorum-without": (subject, view) => others(subject, view, quorum(view.members.length - 1)),
  "quorum-while-down": (subject, view) => others(subject, view, quorum(view.members.length)),
  "not-leader": (subject, view) => {
    const report = view.snapshot.get(subject);
    if (report?.role === "leader") return `${subject} still leads etcd`;
    const leads = [...view.snapshot.values()].some(({ role }) => role === "leader");
    return leads ? undefined : "no leader";
  },
  "member-votes": (subject, view) => {
    const report = view.snapshot.get(subject);
    if (report === undefined) return `${subject} not reporting yet`;
    if (report.role === "learner") return `${subject} is catching up as a learner`;
    if (!votes(report)) return `${subject} has not joined etcd yet`;
    return agree(view, (other) => other.voters.includes(subject));
  },
  "member-absent": (subject, view) => {
    const others = { ...view, members: view.members.filter((name) => name !== subject) };
    return agree(others, (report) => !report.voters.includes(subject) && !report.learners.includes(subject));
  },
  "api-ready": (subject, view) => {
    const report = view.snapshot.get(subject);
    if (report === undefined) return `${subject} not reporting yet`;
    return report.apiReady ? undefined : `the API server of ${subject} is not ready`;
  },
  drained: (subject, view) => {
    const report = view.snapshot.get(subject);
    if (report === undefined) {
      // Without its etcd its API server answers nobody: there is no traffic to wait for.
      const gone = [...view.snapshot.values()].some((other) => other.unreachable.includes(subject));
      return gone || view.waitedMs >= drainingMs ? undefined : `${subject} not reporting`;
    }
    return report.drained ? undefined : `connections to ${subject} are draining`;
  },
};

/** Whether enough voters other than the subject are healthy. */
function others(subject: string, view: View, needed: number): string | undefined {
  const healthy = view.members.filter((name) => {
    const report = view.snapshot.get(name);
    return name !== subject && report !== undefined && votes(report) && report.apiReady;
  });
  return healthy.length >= needed ? undefined : `${healthy.length} healthy voters would stay, ${needed} are needed`;
}

/** Nobody is believed alone: a quorum of the members must report, and all that do must agree. */
function agree(view: View, holds: (report: StatusReport) => boolean): string | undefined {
  const reports = reportsOf(view.members, view);
  const needed = quorum(view.members.length);
  if (reports.length < needed)
    return `${reports.length} of ${view.members.length} members report, ${needed} are needed`;
  const dissent = reports.filter((report) => !holds(report)).map((report) => report.name);
  return dissent.length === 0 ? undefined : `not yet so on ${dissent.join(", ")}`;
}

function reportsOf(names: readonly string[], view: View): StatusReport[] {
  return names.flatMap((name) => view.snapshot.get(name) ?? []);
}

function votes({ role }: StatusReport): boolean {
  return role === "leader" || role === "follower";
}

function seen(reports: readonly StatusReport[]): string[] {
  return [...new Set(reports.flatMap((report) => [...report.voters, ...report.learners]))].sort();
}
