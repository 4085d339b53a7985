import { endpointShape } from "../topology/endpoint/endpoint.ts";
import type { Topology } from "../topology/topology.ts";
import { RunError } from "./run-error.ts";
import { partsOf } from "./unchanged.ts";
import type { Workspace } from "./workspace.ts";

/**
 * Throws a RunError where a deletion would leave something behind: resources of the cluster that exist though Terraform's
 * state does not know them. Looks for what the file asks for, beside what was observed, and for a load balancer. Those of
 * observed replicas are taken into the state by whoever deletes them.
 */
export async function refuseLeftovers(
  workspace: Workspace,
  observed: Topology | null,
  desired: Topology,
): Promise<void> {
  const plan = await workspace.plan(everything(observed, desired));
  const adopted = (observed?.replicas ?? []).flatMap(partsOf);
  const leftovers = plan.changes.flatMap(({ address, importing }) =>
    importing === null || adopted.includes(address) ? [] : [`${address}: ${importing}`],
  );
  if (leftovers.length === 0) return;
  throw new RunError(
    "unknown-resources",
    "A deletion would leave behind what Terraform's state does not know; nothing was deleted",
    "Run `quorate apply`, which goes on from an interrupted run, and then delete. Where there was none, check the backend, the project and the names in the cluster file",
    leftovers,
  );
}

/** All that may be there of a cluster. Nothing in it is protected: Terraform's plan of it is only looked at. */
function everything(observed: Topology | null, desired: Topology): Topology {
  const known = observed ?? { ...desired, replicas: [], remains: [] };
  const names = [...known.replicas, ...known.remains].map(({ name }) => name);
  const replicas = [...known.replicas, ...desired.replicas.filter(({ name }) => !names.includes(name))];
  return {
    ...known,
    replicas: replicas.map((replica) => ({ ...replica, deletionProtection: false })),
    endpoint: endpointShape(known.endpoint.kind).everything(known.endpoint, desired.endpoint),
  };
}
