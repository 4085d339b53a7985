import { quorum, tolerance } from "../cluster/quorum.ts";
import { sameTopology } from "../topology/equal.ts";
import type { Topology } from "../topology/topology.ts";
import { zoneLoss } from "../topology/zone-loss.ts";
import { announce } from "./announce.ts";
import { attachBackends } from "./backends.ts";
import { buildBalancer, removeBalancer } from "./balancer.ts";
import type { ChangePlan, EtcdState, Step, Verdict } from "./change-plan.ts";
import type { ChangeRequest } from "./change-request.ts";
import { create, createReplicas, sealSecrets } from "./create.ts";
import { deleteCluster } from "./delete-cluster.ts";
import { type Health, isHealthy } from "./health.ts";
import { addSafely, changeVoters } from "./membership.ts";
import { moveAddress } from "./move-address.ts";
import { preflight } from "./preflight.ts";
import { isRefusal, type Refusal } from "./refusal.ts";
import { clearRemains, repair } from "./repair.ts";
import { type Proposal, type Situation, untold } from "./situation.ts";
import { startStopped } from "./update-replica.ts";
import { tidy, updateSettings } from "./update-settings.ts";

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
  if (request.kind === "delete-cluster") return finish(cluster, deleteCluster(observed, cluster), null, health);
  if (observed !== null) {
    const errors = preflight(observed, desired);
    if (errors.length > 0) return { cluster, steps: [], verdict: verdict(observed), diagnostics: errors };
  }
  const proposals: Proposal[] = [];
  let current = observed;
  while (current === null || !sameTopology(current, inherit(current, desired))) {
    const next = nextStep(current, desired, health, request.acceptOutage ?? false);
    if (isRefusal(next)) {
      return { cluster, steps: [], verdict: observed && verdict(observed), diagnostics: [next.refused] };
    }
    proposals.push(next);
    current = next.after;
    if (proposals.length > mostSteps) throw new Error(`the plan of ${cluster} does not come to an end`);
  }
  return finish(cluster, proposals, current, health);
}

/** What the desired topology takes over from replicas that exist: how they were created. */
function inherit(current: Topology, desired: Topology): Topology {
  const replicas = desired.replicas.map((replica) => {
    const existing = current.replicas.find((other) => other.name === replica.name);
    return { ...replica, role: existing?.role ?? ("join" as const) };
  });
  return { ...desired, replicas };
}

function nextStep(
  current: Topology | null,
  desired: Topology,
  health: Health,
  acceptOutage: boolean,
): Proposal | Refusal {
  if (current === null) return must(create(null, desired));
  const situation: Situation = { current, target: inherit(current, desired), health, acceptOutage };
  return must(
    create(current, situation.target) ??
      clearRemains(situation) ??
      createReplicas(situation) ??
      repair(situation) ??
      startStopped(situation) ??
      sealSecrets(situation) ??
      updateSettings(situation) ??
      (untold(situation).length > 0 ? addSafely(situation) : undefined) ??
      buildBalancer(situation) ??
      moveAddress(situation) ??
      attachBackends(situation) ??
      changeVoters(situation) ??
      removeBalancer(situation) ??
      tidy(situation),
  );
}

function must<T>(next: T | undefined): T {
  if (next === undefined) throw new Error("the planner knows no step towards the desired topology");
  return next;
}

function finish(cluster: string, proposals: Proposal[], final: Topology | null, health: Health): ChangePlan {
  const steps = proposals.map((proposal, index): Step => {
    const { before, after } = proposal;
    const healthy = health && before?.members.filter((name) => isHealthy(health, name, before.replicas));
    return {
      id: index + 1,
      ...proposal,
      etcd: { before: etcdState(before, healthy?.length ?? null), after: etcdState(after, null) },
    };
  });
  return { cluster, steps, verdict: final && verdict(final), diagnostics: announce(steps) };
}

function etcdState(topology: Topology | null, healthy: number | null): EtcdState {
  const voters = topology?.members.length ?? 0;
  return { voters, quorum: voters === 0 ? 0 : quorum(voters), tolerates: tolerance(voters), healthy };
}

function verdict(topology: Topology): Verdict {
  const voters = topology.members.length;
  return { voters, quorum: quorum(voters), tolerates: tolerance(voters), zoneLoss: zoneLoss(topology) };
}
