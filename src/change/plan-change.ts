import type { Diagnostic } from "../cluster/diagnostic.ts";
import { quorum, tolerance } from "../cluster/quorum.ts";
import { sameTopology } from "../topology/equal.ts";
import type { Topology } from "../topology/topology.ts";
import { zoneLoss } from "../topology/zone-loss.ts";
import { announce } from "./announce.ts";
import { attachBackends } from "./backends.ts";
import { removeBalancer } from "./balancer.ts";
import { type ChangePlan, type EtcdState, type Step, traits, type Verdict } from "./change-plan.ts";
import { type ChangeRequest, deletesCluster } from "./change-request.ts";
import { create, createReplicas, sealSecrets } from "./create.ts";
import { deleteCluster } from "./delete-cluster.ts";
import { type Health, isHealthy } from "./health.ts";
import { startingFirst } from "./lost-quorum.ts";
import { addSafely, changeVoters } from "./membership.ts";
import { moveEndpoint } from "./move-endpoint.ts";
import { preflight } from "./preflight.ts";
import { isRefusal, type Refusal } from "./refusal.ts";
import { clearRemains, repair } from "./repair.ts";
import { refusalToReplace, replaceReplica } from "./replace-replica.ts";
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
  if (deletesCluster(request)) {
    const deletion = deleteCluster(observed, cluster).map((proposal) => ({ ...proposal, health }));
    return finish(cluster, deletion, null, []);
  }
  if (observed !== null) {
    const errors = preflight(observed, desired);
    if (errors.length > 0) return refusedPlan(cluster, observed, errors);
  }
  const begun = replaceReplica(observed, desired, request, health);
  if (isRefusal(begun)) return refusedPlan(cluster, observed, [begun.refused]);
  const proposals: Seen[] = begun.step === undefined ? [] : [{ ...begun.step, health }];
  let current = begun.step === undefined ? observed : begun.step.after;
  let known = health;
  while (current === null || !sameTopology(current, inherit(current, desired))) {
    const next = nextStep(current, desired, known, request.acceptOutage ?? false);
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
  const deleted = (before?.replicas ?? []).filter(({ name }) => !after?.replicas.some((other) => other.name === name));
  const outdated = [...deleted.map(({ name }) => name), ...(traits(proposal).restarts ? [subject] : [])];
  return Object.fromEntries(Object.entries(health).filter(([name]) => !outdated.includes(name)));
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
      begunFirst(situation) ??
      startStopped(situation) ??
      sealSecrets(situation) ??
      updateSettings(situation) ??
      (untold(situation).length > 0 ? addSafely(situation) : undefined) ??
      moveEndpoint(situation) ??
      attachBackends(situation) ??
      changeVoters(situation) ??
      removeBalancer(situation) ??
      tidy(situation),
  );
}

/** What is begun is finished first, unless that lacks a quorum which starting a stopped replica may bring back. */
function begunFirst(situation: Situation): Proposal | Refusal | undefined {
  const begun = repair(situation);
  return begun !== undefined && isRefusal(begun) ? (startStopped(situation) ?? begun) : begun;
}

function must<T>(next: T | undefined): T {
  if (next === undefined) throw new Error("the planner knows no step towards the desired topology");
  return next;
}

function finish(
  cluster: string,
  proposals: readonly Seen[],
  final: Topology | null,
  said: readonly Diagnostic[],
): ChangePlan {
  const steps = proposals.map(({ health, ...proposal }, index): Step => {
    const { before, after } = proposal;
    const healthy = health && before?.members.filter((name) => isHealthy(health, name, before.replicas));
    return {
      id: index + 1,
      ...proposal,
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
