import { sameTopology } from "../topology/equal.ts";
import type { Topology } from "../topology/topology.ts";
import { backendZones } from "./backends.ts";
import { neededGroups } from "./delete-replica.ts";
import { hasReplica, type Proposal, type Situation } from "./situation.ts";

/** Changes everything that has no effect on a voter, in one step before all others. Disks grow online. */
export function updateSettings({ current, target }: Situation): Proposal | undefined {
  const after: Topology = {
    ...current,
    settings: target.settings,
    replicas: current.replicas.map((replica) => {
      const wanted = target.replicas.find((other) => other.name === replica.name);
      const goes = replica.renew === true || current.remove.includes(replica.name);
      if (wanted === undefined || goes) return replica;
      const grown = Math.max(replica.etcdDisk.sizeGb, wanted.etcdDisk.sizeGb);
      const etcdDisk =
        replica.etcdDisk.type === wanted.etcdDisk.type ? { ...replica.etcdDisk, sizeGb: grown } : replica.etcdDisk;
      const { deletionProtection, startupScript } = wanted;
      return { ...replica, deletionProtection, startupScript, etcdDisk };
    }),
  };
  return proposal(current, after, "Update settings that have no effect on a replica");
}

/** Forgets what a plan that was interrupted has left behind: names that are removed and gone, groups of no use. */
export function tidy({ current, target }: Situation): Proposal | undefined {
  const after: Topology = {
    ...current,
    remove: current.remove.filter((name) => hasReplica(current, name)),
    groups: neededGroups(current, target),
    backendService: current.backendService && { zones: backendZones(current, current.backends) },
  };
  return proposal(current, after, "Clear away what is no longer needed");
}

/** Lifts deletion protection from every replica, before the whole cluster is deleted on request (R7). */
export function unprotect(current: Topology): Proposal | undefined {
  const replicas = current.replicas.map((replica) => ({ ...replica, deletionProtection: false }));
  return proposal(current, { ...current, replicas }, "Lift deletion protection from every replica");
}

function proposal(before: Topology, after: Topology, title: string): Proposal | undefined {
  if (sameTopology(before, after)) return undefined;
  return {
    kind: "update-settings",
    subject: before.settings.name,
    title,
    before,
    after,
    endpoint: { interruption: "none", reason: "no replica and no route changes" },
    gates: [],
  };
}
