import type { ChangeRequest } from "../change/change-request.ts";
import type { Health } from "../change/health.ts";
import type { Basis, Plan } from "../change/plan.ts";
import { planChange } from "../change/plan-change.ts";
import type { ClusterSpec } from "../cluster/cluster-spec.ts";
import { stackSettings } from "../constructs/synth.ts";
import { desiredTopology } from "../topology/desired.ts";
import type { Topology } from "../topology/topology.ts";
import { detailPlan } from "./detail-plan.ts";

export interface Proposal {
  readonly spec: ClusterSpec;
  /** Where the cluster stands; null where there is none. */
  readonly observed: Topology | null;
  readonly basis: Basis;
  readonly request?: ChangeRequest;
  readonly health?: Health;
}

/** The whole plan from where a cluster stands to what its spec asks for. Needs neither Terraform nor credentials. */
export function propose({ spec, observed, basis, request, health = null }: Proposal): Plan {
  const { acceptOutage } = spec.controlPlane;
  const change = planChange(observed, desiredTopology(spec), request ?? { kind: "none", acceptOutage }, health);
  return detailPlan(change, observed, stackSettings(spec), basis);
}
