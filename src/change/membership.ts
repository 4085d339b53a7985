import { quorum } from "../cluster/quorum.ts";
import type { Replica } from "../topology/topology.ts";
import { addReplica, replicasIn } from "./add-replica.ts";
import { drainBackend } from "./backends.ts";
import { isHealthy } from "./health.ts";
import { type Refusal, refusal } from "./refusal.ts";
import { removeMember } from "./remove-member.ts";
import { arriving, healthyMembers, leaving, type Proposal, type Situation } from "./situation.ts";

const mostMembers = 7;

/**
 * The next change of etcd's membership: additions before removals, so that the cluster is never smaller than it has to
 * be; but removals first when a member is down (etcd refuses additions then) or when there are seven.
 */
export function changeMembership(situation: Situation): Proposal | Refusal | undefined {
  const { current } = situation;
  const candidate = nextLeaving(situation);
  const allHealthy = healthyMembers(situation).length === current.members.length;
  const mayGrow = allHealthy && current.members.length < mostMembers;
  if (candidate !== undefined && (arriving(situation).length === 0 || !mayGrow)) {
    return drainBackend(current, candidate) ?? removeSafely(situation, candidate.name);
  }
  return addSafely(situation);
}

/** Adds a member only while every voter is healthy (R2); etcd would refuse otherwise. */
export function addSafely(situation: Situation): Proposal | Refusal | undefined {
  const proposal = addReplica(situation);
  if (proposal === undefined) return undefined;
  const { current } = situation;
  const healthy = healthyMembers(situation);
  const down = current.members.filter((member) => !healthy.includes(member) && member !== proposal.subject);
  if (down.length === 0) return proposal;
  return refusal(
    "Q054",
    `${proposal.subject} cannot be added while ${down.join(", ")} is not healthy: etcd refuses additions then`,
    `Repair ${down.join(", ")}, or remove it from the cluster file first`,
  );
}

/** Removes a member only where etcd can decide on it, and where a healthy quorum stays (R2). */
export function removeSafely(situation: Situation, name: string): Proposal | Refusal {
  const { current } = situation;
  const healthy = healthyMembers(situation);
  const voters = current.members.includes(name) ? current.members.length : current.members.length + 1;
  const staying = healthy.filter((member) => member !== name);
  const decides = current.members.length === 0 || healthy.length >= quorum(current.members.length);
  if (decides && staying.length >= quorum(voters - 1)) return removeMember(current, name);
  return refusal(
    "Q053",
    `${name} cannot be removed from etcd: only ${healthy.length} of ${current.members.length} voters are healthy`,
    "Bring back enough replicas for a quorum; if their disks are lost, restore the cluster from a backup",
  );
}

/** Dead replicas first; then one of the zone with the most replicas; the last by name. */
function nextLeaving(situation: Situation): Replica | undefined {
  const { current, health } = situation;
  const dead = (replica: Replica) => (isHealthy(health, replica.name, current.replicas) ? 0 : 1);
  return leaving(situation)
    .toReversed()
    .toSorted((a, b) => dead(b) - dead(a) || replicasIn(current, b.zone) - replicasIn(current, a.zone))[0];
}
