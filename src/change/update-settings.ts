import { sameTopology } from "../topology/equal.ts";
import { changedAll, voting } from "../topology/fleet.ts";
import type { Topology } from "../topology/topology.ts";
import { endpointSteps } from "./endpoint/endpoint-steps.ts";
import { find, has, type Proposal, type Situation } from "./situation.ts";

/** Changes everything that has no effect on a voter, in one step before all others. Disks grow online. */
export function updateSettings({ current, target }: Situation): Proposal | undefined {
  const after: Topology = {
    ...changedAll(current, (replica, fleet) => {
      const wanted = find(target, fleet, replica.name);
      const goes = replica.renew === true || current.remove.includes(replica.name);
      if (wanted === undefined || goes) return replica;
      const grown = Math.max(replica.etcdDisk.sizeGb, wanted.etcdDisk.sizeGb);
      const etcdDisk =
        replica.etcdDisk.type === wanted.etcdDisk.type ? { ...replica.etcdDisk, sizeGb: grown } : replica.etcdDisk;
      const { deletionProtection, startupScript } = wanted;
      return { ...replica, deletionProtection, startupScript, etcdDisk };
    }),
    settings: target.settings,
  };
  return proposal(current, after, "Update settings that have no effect on a replica");
}

/** Forgets what a plan that was interrupted has left behind: names that are removed and gone, what the endpoint needs no more. */
export function tidy({ current, target }: Situation): Proposal | undefined {
  const after: Topology = {
    ...current,
    remove: current.remove.filter((name) => has(current, voting(current), name)),
    endpoint: endpointSteps(current).tidy(current, target),
  };
  return proposal(current, after, "Clear away what is no longer needed");
}

/** Lifts deletion protection from every replica, before the whole cluster is deleted on request (R7). */
export function unprotect(current: Topology): Proposal | undefined {
  const unprotected = changedAll(current, (instance) => ({ ...instance, deletionProtection: false }));
  return proposal(current, unprotected, "Lift deletion protection from every replica");
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
  };
}
