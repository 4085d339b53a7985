import { isDeepStrictEqual } from "node:util";
import { placedPlan } from "../adapters/placed-plan.ts";
import { hasErrors } from "../cluster/diagnostic.ts";
import type { Live } from "./live.ts";
import type { PlannedChange, PlannedCluster } from "./planned.ts";

/** Each runs a Terraform of its own. */
const atOnce = 2;

/**
 * Makes verified plans of the previews. Those that are refused already stay as they are. With `fork`, credentials are used
 * only for clusters that the base branch has, with the project, state and provider that it names.
 */
export async function verifyChange(
  change: PlannedChange,
  { live, fork, signal }: { live: Live; fork: boolean; signal: AbortSignal },
): Promise<PlannedChange> {
  const clusters: PlannedCluster[] = [];
  for (let at = 0; at < change.clusters.length; at += atOnce) {
    const some = change.clusters.slice(at, at + atOnce);
    clusters.push(...(await Promise.all(some.map((each) => verifyOne(each, live, fork, signal)))));
  }
  return { ...change, clusters };
}

async function verifyOne(cluster: PlannedCluster, live: Live, fork: boolean, signal: AbortSignal) {
  const { file, spec, outcome } = cluster;
  if ("trouble" in outcome || hasErrors(outcome.plan.diagnostics)) return cluster;
  if (fork && !staysInPlace(cluster)) return { ...cluster, unverified: strange };
  const verified = await live.verify(spec, signal);
  if ("trouble" in verified) return { ...cluster, outcome: verified };
  return { ...cluster, outcome: { plan: placedPlan(file, verified.plan) } };
}

const strange =
  "this comes from a fork and is of a new cluster, or changes its project, its region, or where its state or provider come from, so no credentials are used on it";

/** Whether looking at the cluster reads only what the base branch names: a state says which programs Terraform runs. */
function staysInPlace({ spec, before }: PlannedCluster): boolean {
  return (
    before !== null &&
    before.name === spec.name &&
    before.project === spec.project &&
    before.region === spec.region &&
    isDeepStrictEqual(before.terraform, spec.terraform)
  );
}
