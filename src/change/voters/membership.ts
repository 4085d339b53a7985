import { quorum } from "../../cluster/quorum.ts";
import { type Refusal, refusal } from "../../plan/refusal.ts";
import type { Fleet } from "../../topology/fleet.ts";
import type { Replica } from "../../topology/topology.ts";
import { release } from "../endpoint/endpoint-steps.ts";
import { isHealthy } from "../health.ts";
import { arriving, has, healthyMembers, leaving, type Proposal, type Situation } from "../situation.ts";
import { addReplica, countIn } from "./add-replica.ts";
import { deleteReplica } from "./delete-replica.ts";
import { bringBack } from "./lost-quorum.ts";
import { removeMember } from "./remove-member.ts";
import { restartSafely, restartWithOutage } from "./update-replica.ts";

const mostMembers = 7;

/**
 * The next change of a voter: additions, then restarts, then removals, so that the cluster is never smaller than it has
 * to be. Removals come before additions when a member is down (etcd refuses additions then) or when there are seven, and
 * before restarts when it is a member that is down that leaves.
 */
export function changeVoters(situation: Situation, fleet: Fleet): Proposal | Refusal | undefined {
  const { current } = situation;
  const candidate = nextLeaving(situation, fleet);
  const allHealthy = healthyMembers(situation).length === current.members.length;
  const mayGrow = allHealthy && current.members.length < mostMembers;
  if (arriving(situation, fleet).length > 0 && (candidate === undefined || mayGrow)) return addSafely(situation, fleet);
  const urgent = candidate !== undefined && !isHealthy(situation.health, candidate.name, fleet.of(current));
  const restart = urgent ? undefined : restartSafely(situation, fleet);
  if (restart !== undefined) return restart;
  if (candidate !== undefined) {
    return release(situation, fleet, candidate) ?? removeSafely(situation, fleet, candidate.name);
  }
  return restartSafely(situation, fleet) ?? restartWithOutage(situation, fleet);
}

/**
 * Adds a member only while every voter is healthy (R2); etcd would refuse otherwise. And only when nobody is told any more
 * to remove its name: the leader would remove the newcomer, too.
 */
export function addSafely(situation: Situation, fleet: Fleet): Proposal | Refusal | undefined {
  const proposal = addReplica(situation, fleet);
  if (proposal === undefined) return undefined;
  const { current } = situation;
  const healthy = healthyMembers(situation);
  const down = current.members.filter((member) => !healthy.includes(member) && member !== proposal.subject);
  if (down.length === 0) {
    const { subject } = proposal;
    return current.remove.includes(subject) ? deleteReplica(situation, fleet, subject) : proposal;
  }
  return refusal(
    "Q054",
    `${proposal.subject} cannot be added while ${down.join(", ")} is not healthy: etcd refuses additions then`,
    healthy.length >= quorum(current.members.length)
      ? `Repair ${down.join(", ")}, or remove it from the cluster file first`
      : bringBack(down),
  );
}

/** Removes a member only where etcd can decide on it, and where a healthy quorum stays (R2). What is none is deleted. */
export function removeSafely(situation: Situation, fleet: Fleet, name: string): Proposal | Refusal {
  if (!fleet.votes) return deleteReplica(situation, fleet, name);
  const { current } = situation;
  const healthy = healthyMembers(situation);
  const voters = current.members.includes(name) ? current.members.length : current.members.length + 1;
  const staying = healthy.filter((member) => member !== name);
  const decides = current.members.length === 0 || healthy.length >= quorum(current.members.length);
  if (decides && staying.length >= quorum(voters - 1)) return removeMember(situation, fleet, name);
  const down = current.members.filter((member) => !healthy.includes(member) && member !== name);
  return refusal(
    "Q053",
    `${name} cannot be removed from etcd: only ${healthy.length} of ${current.members.length} voters are healthy`,
    decides && down.length > 0
      ? `Replace ${down.join(", ")} first with \`quorate replace\`, or remove it from the cluster file`
      : bringBack(current.members.filter((member) => !healthy.includes(member))),
  );
}

/**
 * Dead replicas first; then those that come back anew, while most others are there; then one of the zone with the most
 * replicas; the last by name.
 */
function nextLeaving(situation: Situation, fleet: Fleet): Replica | undefined {
  const { current, target, health } = situation;
  const rank = (replica: Replica) => [
    isHealthy(health, replica.name, fleet.of(current)) ? 1 : 0,
    has(target, fleet, replica.name) ? 0 : 1,
    -countIn(current, fleet, replica.zone),
  ];
  const compare = (a: number[], b: number[]) => a.reduce((order, value, at) => order || value - (b[at] ?? 0), 0);
  return leaving(situation, fleet)
    .toReversed()
    .toSorted((a, b) => compare(rank(a), rank(b)))[0];
}
