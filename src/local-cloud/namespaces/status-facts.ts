import * as z from "zod";
import { parseStatus, type StatusReport } from "../../topology/status-report.ts";
import type { Machine } from "../driver.ts";
import type { ClusterFact } from "../facts.ts";
import type { DriverEvent } from "../journal.ts";
import { clusterName } from "../simulation/told.ts";

/** What an instance has reported of its etcd. Times are milliseconds since the Unix epoch. */
export interface Report {
  readonly machine: Machine;
  readonly status: StatusReport;
  readonly at: number;
  readonly bootedAt: number;
  /** Whether it has said since then that it is a member. Its etcd may restart: that is no end of a membership. */
  readonly member: boolean;
}

/** Reads an instance's report, which follows `earlier`; undefined when it is something else. */
export function parseReport(
  machine: Machine,
  text: string | undefined,
  { at, bootedAt, earlier }: { readonly at: number; readonly bootedAt: number; readonly earlier: Report | undefined },
): Report | undefined {
  const status = parseStatus(text ?? "");
  if (status === undefined) return undefined;
  return { machine, status, at, bootedAt, member: status.memberId !== null || earlier?.member === true };
}

const names = z.array(z.string());
export const reportedClusterShape = z.object({
  project: z.string(),
  name: z.string(),
  voters: names,
  learners: names,
  aliveVoters: names,
  leader: z.string().nullable(),
  /** When each voter was first reported as one, in milliseconds since the Unix epoch. */
  votingSince: z.record(z.string(), z.number()),
});

/** A cluster's etcd as its own members describe it, with the one that leads. */
export type ReportedCluster = ClusterFact & z.output<typeof reportedClusterShape>;

/**
 * What the last reports of living instances say of each cluster: the leader's word counts, or else the latest of a voter.
 * A cluster whose voters say nothing of it is as it was `before`; of them, those live whose instances do.
 */
export function reportedClusters(
  reports: readonly Report[],
  before: readonly ReportedCluster[],
): readonly ReportedCluster[] {
  const keys = new Set(reports.flatMap(({ machine }) => keyOf(machine) ?? []));
  const described = [...keys].flatMap((key) => {
    const old = before.find((cluster) => clusterKey(cluster) === key);
    return describe(
      reports.filter(({ machine }) => keyOf(machine) === key),
      old,
    );
  });
  const silent = before.filter(
    (old) => !described.some(({ project, name }) => project === old.project && name === old.name),
  );
  const lives = (cluster: ReportedCluster, voter: string) =>
    reports.some(({ machine, member }) => member && machine.name === voter && keyOf(machine) === clusterKey(cluster));
  const kept = silent.map((old) => ({ ...old, aliveVoters: old.voters.filter((voter) => lives(old, voter)) }));
  return [...described, ...kept];
}

/** The cluster of some instances; none where no voter has reported. */
function describe(reports: readonly Report[], before: ReportedCluster | undefined): readonly ReportedCluster[] {
  const latest = reports.toSorted((a, b) => b.at - a.at);
  const latestOf = (role: string) => latest.find(({ status }) => status.role === role);
  const chosen = latestOf("leader") ?? latestOf("follower");
  if (chosen === undefined) return [];
  const { machine, status, at } = chosen;
  const voters = status.voters.filter(hasName).toSorted();
  const votingSince = Object.fromEntries(voters.map((voter) => [voter, before?.votingSince[voter] ?? at]));
  // Who has become a voter since it booted is one, even before it says so. One that was a voter before has to say so.
  const lives = (voter: string) =>
    reports.some(
      (report) => report.machine.name === voter && (report.member || report.bootedAt < (votingSince[voter] ?? 0)),
    );
  return [
    {
      project: machine.project,
      name: clusterName(machine) ?? "",
      voters,
      learners: status.learners.filter(hasName).toSorted(),
      aliveVoters: voters.filter(lives),
      leader: status.role === "leader" ? status.name : null,
      votingSince,
    },
  ];
}

/** A member that has never started has no name: it is listed by its ID. */
function hasName(label: string): boolean {
  return !/^[0-9a-f]{16}$/.test(label);
}

/** What has happened in a cluster between two descriptions. */
export function eventsBetween(before: ReportedCluster | undefined, after: ReportedCluster): readonly DriverEvent[] {
  const event = (kind: DriverEvent["event"], subject: string): DriverEvent => ({
    event: kind,
    project: after.project,
    cluster: after.name,
    subject,
  });
  const old = { voters: before?.voters ?? [], learners: before?.learners ?? [], leader: before?.leader ?? null };
  const gone = [...old.voters, ...old.learners].filter((name) => ![...after.voters, ...after.learners].includes(name));
  const learning = after.learners.filter((name) => !old.learners.includes(name));
  const voting = after.voters.filter((name) => !old.voters.includes(name));
  const moved = old.leader !== null && old.leader !== after.leader ? after.leader : null;
  return [
    ...learning.map((name) => event("learner-added", name)),
    ...voting.map((name) => event(before === undefined ? "initialised" : "promoted", name)),
    ...(moved === null ? [] : [event("leader-moved", moved)]),
    ...gone.map((name) => event("member-removed", name)),
  ];
}

/** `project/cluster`; null for instances that belong to none. */
function keyOf(machine: Machine): string | null {
  const name = clusterName(machine);
  return name === null ? null : `${machine.project}/${name}`;
}

function clusterKey({ project, name }: ReportedCluster): string {
  return `${project}/${name}`;
}
