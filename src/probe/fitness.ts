import { type Diagnostic, hasErrors } from "../cluster/diagnostic.ts";
import { refusal } from "../plan/refusal.ts";
import type { ChangePlan } from "../plan/step.ts";
import type { StatusReport } from "../topology/status-report.ts";
import type { Topology } from "../topology/topology.ts";
import type { Snapshot } from "./watch.ts";

/**
 * Why a plan may not begin on the live cluster as it reports itself: what the first gate would ask, as far as waiting
 * cannot help. Empty where it may. What is wrong with the subject of the first step, or of the request, is no reason:
 * the plan is there to put that right. What can pass by itself, such as a replica that is still joining, is left to the
 * gates. A plan that is refused already is told of it too, because it may be the cause.
 */
export function unfitness(
  { steps, diagnostics }: ChangePlan,
  topology: Topology,
  snapshot: Snapshot,
  requested: string | undefined,
): Diagnostic[] {
  const first = steps.find(({ gates }) => gates.length > 0);
  const asks = hasErrors(diagnostics) || first?.gates.some(({ when }) => when === "before") === true;
  // A cluster that is being created has no leader yet, and its replicas join without having been named.
  if (!asks || topology.secretsWritable) return [];
  const subjects = [first?.subject, requested];
  const reports = topology.members.flatMap((name) => snapshot.get(name) ?? []);
  return [...strangers(topology, reports, subjects), ...alarms(reports, subjects), ...leaderless(topology, reports)];
}

type Subjects = readonly (string | undefined)[];

function strangers(topology: Topology, reports: readonly StatusReport[], subjects: Subjects): Diagnostic[] {
  const { members, remove, replicas } = topology;
  const known = new Set([...members, ...remove, ...replicas.map(({ name }) => name), ...subjects]);
  const seen = new Set(reports.flatMap(({ voters, learners }) => [...voters, ...learners]));
  // A learner that has not started has no name yet; it joins, or its leader removes it.
  const unknown = [...seen].filter((name) => name !== "" && !known.has(name)).sort();
  if (unknown.length === 0) return [];
  const one = unknown.length === 1;
  return [
    refusal(
      "Q080",
      `etcd has ${one ? "a member" : "members"} that nobody named: ${unknown.join(", ")}`,
      `Find out what ${one ? "it is" : "they are"}, and remove ${one ? "it" : "them"} with \`etcdctl member remove\`; nothing is removed that Quorate did not make`,
    ).refused,
  ];
}

function alarms(reports: readonly StatusReport[], subjects: Subjects): Diagnostic[] {
  const raised = reports
    .filter(({ name }) => !subjects.includes(name))
    .flatMap(({ name, alarms }) => alarms.map((alarm) => `${alarm} on ${name}`));
  if (raised.length === 0) return [];
  return [
    refusal(
      "Q081",
      `etcd raises an alarm: ${raised.join(", ")}`,
      "NOSPACE: compact, defragment and disarm it, or grow etcd.disk.sizeGb; CORRUPT: replace that replica first",
    ).refused,
  ];
}

/** Where a replica is silent it may lead, or an election may be under way: the gates wait for that. */
function leaderless({ members }: Topology, reports: readonly StatusReport[]): Diagnostic[] {
  const silent = reports.length < members.length;
  if (silent || members.length === 0 || reports.some(({ role }) => role === "leader")) return [];
  return [
    refusal(
      "Q082",
      `etcd has no leader, although ${members.length === 1 ? "its member reports" : `all ${members.length} members report`}`,
      "See what the replicas say with `quorate status` and on their serial consoles; check that they reach each other on port 2380",
    ).refused,
  ];
}
