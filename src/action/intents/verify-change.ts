import { placedPlan } from "../../adapters/placed-plan.ts";
import { hasErrors } from "../../cluster/diagnostic.ts";
import type { MergedClusters } from "../files/merged-clusters.ts";
import type { Live } from "../live.ts";
import type { PlannedChange, PlannedCluster } from "../planned.ts";

/** Each runs a Terraform of its own. */
const atOnce = 2;

export interface Verification {
  readonly live: Pick<Live, "verify">;
  readonly merged: Pick<MergedClusters, "objection">;
  readonly signal: AbortSignal;
}

/**
 * Makes verified plans of the previews. Those that are refused already stay as they are, and so do those of clusters that
 * would have Terraform run where nothing that is merged has named (R19), which is said.
 */
export async function verifyChange(change: PlannedChange, verification: Verification): Promise<PlannedChange> {
  const clusters: PlannedCluster[] = [];
  for (let at = 0; at < change.clusters.length; at += atOnce) {
    const some = change.clusters.slice(at, at + atOnce);
    clusters.push(...(await Promise.all(some.map((each) => verifyOne(each, verification)))));
  }
  return { ...change, clusters };
}

async function verifyOne(cluster: PlannedCluster, { live, merged, signal }: Verification): Promise<PlannedCluster> {
  const { file, spec, outcome } = cluster;
  if ("trouble" in outcome || hasErrors(outcome.plan.diagnostics)) return cluster;
  const unverified = await merged.objection(cluster);
  if (unverified !== undefined) return { ...cluster, unverified };
  const verified = await live.verify(spec, signal);
  if ("trouble" in verified) return { ...cluster, outcome: verified };
  return { ...cluster, outcome: { plan: placedPlan(file, verified.plan) } };
}
