import type { Diagnostic } from "../cluster/diagnostic.ts";
import { quorum, tolerance } from "../cluster/quorum.ts";
import type { Health } from "../plan/health.ts";
import { isRefusal } from "../plan/refusal.ts";
import { type ChangeRequest, deletesCluster } from "../plan/request.ts";
import { type ChangePlan, type EtcdState, type Step, traits, type Verdict } from "../plan/step.ts";
import { sameTopology } from "../topology/equal.ts";
import { changedAll, fleetsOf, serving } from "../topology/fleet.ts";
import type { Topology } from "../topology/topology.ts";
import { zoneLoss } from "../topology/zone-loss.ts";
import { announce } from "./announce.ts";
import { deleteCluster } from "./delete-cluster.ts";
import { nextStep } from "./next-step.ts";
import { preflight } from "./preflight.ts";
import { gatesOf } from "./required-gates.ts";
import { find, healthyMembers, type Proposal } from "./situation.ts";
import { startingFirst } from "./voters/lost-quorum.ts";
import { refusalToReplace, replaceReplica } from "./voters/replace-replica.ts";

/** More steps than any change of seven replicas takes; a plan that needs more is a defect of the planner. */
const mostSteps = 200;

/**
 * The ordered steps from the observed topology (null: no cluster) to the desired one. Pure: the same arguments give the
 * same plan. Planning again from any topology that a step begins or ends with, or that a torn step leaves, arrives at
 * the same end (R11). A change that would break a safety rule gives errors and no steps.
 */
export function planChange(
  observed: Topology | null,
  desired: Topology,
  request: ChangeRequest = { kind: "none" },
  health: Health = null,
): ChangePlan {
  const cluster = desired.settings.name;
  if (deletesCluster(request)) {
    const deletion = deleteCluster(observed, cluster).map((proposal) => ({ ...proposal, health }));
    return finish(cluster, deletion, null, []);
  }
  if (observed !== null) {
    const errors = preflight(observed, desired);
    if (errors.length > 0) return refusedPlan(cluster, observed, errors);
  }
  const begun = replaceReplica(serving(desired), observed, desired, request, health);
  if (isRefusal(begun)) return refusedPlan(cluster, observed, [begun.refused]);
  const proposals: Seen[] = begun.step === undefined ? [] : [{ ...begun.step, health }];
  let current = begun.step === undefined ? observed : begun.step.after;
  let known = health;
  while (current === null || !sameTopology(current, inherit(current, desired))) {
    const target = current === null ? desired : inherit(current, desired);
    const next = nextStep({ current, target, health: known, acceptOutage: request.acceptOutage ?? false });
    if (isRefusal(next)) {
      const { refused } = (begun.step && refusalToReplace(begun.step, health)) ?? next;
      return refusedPlan(cluster, observed, [startingFirst(observed, health, refused)]);
    }
    proposals.push({ ...next, health: known });
    known = forgetOutdated(known, next);
    current = next.after;
    if (proposals.length > mostSteps) throw new Error(`the plan of ${cluster} does not come to an end`);
  }
  return finish(cluster, proposals, current, begun.said);
}

/** A proposal, and what is known of health when it begins. */
type Seen = Proposal & { readonly health: Health };

/**
 * What was seen of an instance says nothing about the next one of its name, nor about itself once it was restarted: the
 * gates after that prove that it is healthy.
 */
function forgetOutdated(health: Health, proposal: Proposal): Health {
  if (health === null) return null;
  const { subject, before, after } = proposal;
  const left = namesOf(after);
  const outdated = [
    ...namesOf(before).filter((name) => !left.includes(name)),
    ...(traits(proposal).restarts ? [subject] : []),
  ];
  return Object.fromEntries(Object.entries(health).filter(([name]) => !outdated.includes(name)));
}

function namesOf(topology: Topology | null): string[] {
  if (topology === null) return [];
  return fleetsOf(topology).flatMap((fleet) => fleet.of(topology).map(({ name }) => name));
}

/** A plan that is refused: no steps, the cluster stays as it is. */
export function refusedPlan(
  cluster: string,
  observed: Topology | null,
  diagnostics: readonly Diagnostic[],
): ChangePlan {
  return { cluster, steps: [], verdict: observed && verdict(observed), diagnostics };
}

/** What the desired topology takes over from replicas that exist: how they were created. */
function inherit(current: Topology, desired: Topology): Topology {
  return changedAll(desired, (instance, fleet) => ({
    ...instance,
    role: find(current, fleet, instance.name)?.role ?? "join",
  }));
}

function finish(
  cluster: string,
  proposals: readonly Seen[],
  final: Topology | null,
  said: readonly Diagnostic[],
): ChangePlan {
  const steps = proposals.map(({ health, ...proposal }, index): Step => {
    const { before, after } = proposal;
    const healthy = health && before && healthyMembers({ current: before, health });
    return {
      id: index + 1,
      ...proposal,
      gates: gatesOf(proposal, health),
      etcd: { before: etcdState(before, healthy?.length ?? null), after: etcdState(after, null) },
    };
  });
  return { cluster, steps, verdict: final && verdict(final), diagnostics: [...said, ...announce(steps)] };
}

function etcdState(topology: Topology | null, healthy: number | null): EtcdState {
  const voters = topology?.members.length ?? 0;
  return { voters, quorum: voters === 0 ? 0 : quorum(voters), tolerates: tolerance(voters), healthy };
}

function verdict(topology: Topology): Verdict {
  const voters = topology.members.length;
  return { voters, quorum: quorum(voters), tolerates: tolerance(voters), zoneLoss: zoneLoss(topology) };
}
