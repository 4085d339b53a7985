import type { Topology } from "../topology/topology.ts";
import { noBalancer } from "./drop-balancer.ts";
import { healthyWithout } from "./remove-member.ts";
import { hasReplica, type Proposal, type Situation } from "./situation.ts";

/**
 * Deletes the instance, data disk and address of a name that is no member, and whatever nothing needs after it (R3). From
 * then on nobody is told to remove the name.
 */
export function deleteReplica(situation: Situation, name: string): Proposal {
  const { current, target } = situation;
  const replicas = current.replicas.filter((replica) => replica.name !== name);
  const unbalanced = target.address.on === "replica" && current.address.on === "replica";
  return {
    kind: "delete-replica",
    subject: name,
    title: titleFor(current, name),
    before: current,
    after: {
      ...current,
      replicas,
      remains: current.remains.filter((remains) => remains.name !== name),
      remove: current.remove.filter((removed) => removed !== name),
      groups: neededGroups({ ...current, replicas }, target),
      ...(unbalanced ? noBalancer : {}),
    },
    endpoint: { interruption: "none", reason: "the replica serves nobody any more" },
    gates: [{ when: "before", check: "member-absent", subject: name }, healthyWithout(situation, name)],
  };
}

function titleFor(current: Topology, name: string): string {
  if (hasReplica(current, name)) return `Delete the instance of ${name} and its data disk`;
  const left = current.remains.some((remains) => remains.name === name);
  return left ? `Delete what is left of ${name}: its data disk and its address` : `Forget ${name}, which is gone`;
}

/**
 * The groups to keep: in zones where a replica is or will be, and those that the backend service still sends to, because
 * one deleted in the step that takes it out of the service would be in use.
 */
export function neededGroups(after: Topology, target: Topology): string[] {
  return after.groups.filter(
    (zone) =>
      target.groups.includes(zone) ||
      after.replicas.some((replica) => replica.zone === zone) ||
      after.backendService?.zones.includes(zone) === true,
  );
}
