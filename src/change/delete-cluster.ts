import type { Topology } from "../topology/topology.ts";
import type { Proposal } from "./situation.ts";
import { unprotect } from "./update-settings.ts";

/** Deletes everything, on explicit request only (R7). `observed` is null where scraps of a cluster are left at most. */
export function deleteCluster(observed: Topology | null, cluster: string): Proposal[] {
  const lift = observed && unprotect(observed);
  const before = lift?.after ?? observed;
  const deletion: Proposal = {
    kind: "delete-cluster",
    subject: cluster,
    title: `Delete the whole cluster ${cluster} with its data disks and its IP`,
    before,
    after: null,
    endpoint: { interruption: "outage", reason: "the cluster and its endpoint cease to exist" },
  };
  return lift ? [lift, deletion] : [deletion];
}
