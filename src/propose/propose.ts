import { planChange, refusedPlan } from "../change/plan-change.ts";
import type { ClusterSpec } from "../cluster/cluster-spec.ts";
import { desiredControlPlane } from "../constructs/desired.ts";
import { stackSettings } from "../constructs/synth.ts";
import type { Basis, Plan } from "../plan/plan.ts";
import { type ChangeRequest, deletesCluster, toReplace } from "../plan/request.ts";
import type { ChangePlan } from "../plan/step.ts";
import { unfitness } from "../probe/fitness.ts";
import { healthOf } from "../probe/health.ts";
import type { Snapshot } from "../probe/watch.ts";
import type { Topology } from "../topology/topology.ts";
import { detailPlan } from "./detail-plan.ts";

export interface Proposal {
  readonly spec: ClusterSpec;
  /** Where the cluster stands; null where there is none. */
  readonly observed: Topology | null;
  readonly basis: Basis;
  readonly request?: ChangeRequest | undefined;
  /** What the replicas report; null where nobody has asked them, and all are taken as healthy. */
  readonly snapshot?: Snapshot | null;
}

/**
 * The whole plan from where a cluster stands to what its spec asks for. Where its replicas were asked and it is not fit
 * for the first step, the plan is refused. Needs neither Terraform nor credentials.
 */
export function propose({ spec, observed, basis, request = { kind: "none" }, snapshot = null }: Proposal): Plan {
  const { acceptOutage } = spec.controlPlane;
  const asked: ChangeRequest = deletesCluster(request) ? request : { acceptOutage, ...request };
  const health = observed && snapshot && healthOf(observed, snapshot);
  const change = planChange(observed, desiredControlPlane(spec), asked, health);
  return detailPlan(fitting(change, observed, snapshot, request), observed, stackSettings(spec), basis);
}

function fitting(
  change: ChangePlan,
  observed: Topology | null,
  snapshot: Snapshot | null,
  request: ChangeRequest,
): ChangePlan {
  if (observed === null || snapshot === null || deletesCluster(request)) return change;
  const unfit = unfitness(change, observed, snapshot, toReplace(request));
  const already = change.diagnostics.filter(({ severity }) => severity === "error");
  return unfit.length === 0 ? change : refusedPlan(change.cluster, observed, [...unfit, ...already]);
}
