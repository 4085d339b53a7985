import type { StateResource } from "../terraform/state.ts";
import { sameTopology } from "../topology/equal.ts";
import { unmet } from "../topology/observe.ts";
import type { Topology } from "../topology/topology.ts";
import { observeState } from "./observe-state.ts";
import type { Storage } from "./ports.ts";
import { RunError } from "./run-error.ts";
import { storedResources } from "./stored-resources.ts";
import { unasked } from "./unasked.ts";
import { unchanged } from "./unchanged.ts";
import type { Workspace } from "./workspace.ts";

/** Refreshing shows what has vanished, and what vanishes with that shows after one more; then nothing is left to show. */
const mostRefreshes = 3;

/** The topology as Terraform's stored state has it; null for no cluster. Asks no cloud but for the state itself. */
export async function observeStored(storage: Storage, forDeletion = false): Promise<Topology | null> {
  return observeState(usable(await storedResources(storage)), forDeletion);
}

/**
 * The topology as it is, from refreshed state. Terraform's plan of that topology must be empty; anything else is drift,
 * and ends the run with a RunError that names it.
 */
export async function observeLive(
  workspace: Workspace,
  storage: Storage,
  forDeletion = false,
): Promise<Topology | null> {
  const resources = usable(await storedResources(storage));
  const stored = observeState(resources, forDeletion);
  let topology = stored && (await workspace.adopt(stored, unmet(resources)));
  for (let refreshes = 0; topology !== null; refreshes++) {
    const plan = await workspace.plan(topology);
    const prior = usable(plan.priorResources);
    const read: Topology | null = observeState(prior, forDeletion);
    const refreshed: Topology | null = read && (await workspace.adopt(read, unmet(prior)));
    if (sameTopology(refreshed, topology) || refreshes === mostRefreshes) {
      const drift = [
        ...unchanged(plan.changes, topology, stored ?? topology).map(({ address, what }) => `${address} ${what}`),
        ...unasked(plan.priorResources, workspace.configuration(topology)),
      ];
      if (drift.length === 0) return topology;
      throw new RunError(
        "drift",
        "What is there is not what Quorate has made: somebody has changed it",
        "Change it back, or import or remove it with Terraform, then run the command again",
        drift,
      );
    }
    topology = refreshed;
  }
  return null;
}

function usable(resources: readonly StateResource[]): readonly StateResource[] {
  const odd = resources.filter(({ tainted, deposed, module, index }) => tainted || deposed || module || index !== null);
  if (odd.length === 0) return resources;
  throw new RunError(
    "unusable-state",
    "Terraform's state holds resources that Quorate cannot go on from",
    "Look at each: `terraform untaint` what is whole, `terraform state rm` what is not of this cluster",
    odd.map(
      ({ address, tainted, deposed }) =>
        `${address} ${tainted ? "is tainted" : deposed ? "is deposed" : "is not Quorate's"}`,
    ),
  );
}
