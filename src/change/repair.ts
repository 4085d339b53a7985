import { leaveBalancer } from "./backends.ts";
import { deleteReplica } from "./delete-replica.ts";
import { removeSafely } from "./membership.ts";
import { moveAddress } from "./move-address.ts";
import type { Refusal } from "./refusal.ts";
import { removeMember } from "./remove-member.ts";
import { hasReplica, type Proposal, replicaNamed, type Situation } from "./situation.ts";

/**
 * Finishes what is begun, before anything new: an address that nobody holds, members whose instance has vanished,
 * replicas that were told to leave. An interrupted plan goes on here (R11).
 */
export function repair(situation: Situation): Proposal | Refusal | undefined {
  const { current } = situation;
  if (current.address.on === "none") {
    const move = moveAddress(situation);
    if (move !== undefined) return move;
  }
  const vanished = current.members.find((member) => !hasReplica(current, member));
  if (vanished !== undefined) return removeSafely(situation, vanished);
  const removed = current.remove.find((name) => hasReplica(current, name));
  return removed === undefined ? undefined : finishRemoval(situation, removed);
}

/** Deletes the disk and address that are left of no member, before anything new takes the name (R9). */
export function clearRemains(situation: Situation): Proposal | undefined {
  const { current } = situation;
  const remains = current.remains.find(({ name }) => !current.members.includes(name));
  return remains && deleteReplica(situation, remains.name);
}

/** A replica that lost its membership is never made a member again: it is deleted, even if it is wanted anew (R9). */
function finishRemoval(situation: Situation, name: string): Proposal {
  const { current } = situation;
  const replica = replicaNamed(current, name);
  if (replica.deletionProtection) return removeMember(situation, name);
  return leaveBalancer(situation, replica) ?? moveAddress(situation) ?? deleteReplica(situation, name);
}
