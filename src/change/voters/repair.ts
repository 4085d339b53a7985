import type { Refusal } from "../../plan/refusal.ts";
import { enrolled, type Fleet } from "../../topology/fleet.ts";
import { release } from "../endpoint/endpoint-steps.ts";
import { has, named, type Proposal, type Situation } from "../situation.ts";
import { deleteReplica } from "./delete-replica.ts";
import { removeSafely } from "./membership.ts";
import { removeMember } from "./remove-member.ts";

/**
 * Finishes what is begun, before anything new: members whose instance has vanished, replicas that were told to leave. An
 * interrupted plan goes on here (R11).
 */
export function repair(situation: Situation, fleet: Fleet): Proposal | Refusal | undefined {
  const { current } = situation;
  const vanished = enrolled(current, fleet).find((member) => !has(current, fleet, member));
  if (vanished !== undefined) return removeSafely(situation, fleet, vanished);
  const removed = current.remove.find((name) => has(current, fleet, name));
  return removed === undefined ? undefined : finishRemoval(situation, fleet, removed);
}

/** Deletes the disk and address that are left of no member, before anything new takes the name (R9). */
export function clearRemains(situation: Situation, fleet: Fleet): Proposal | undefined {
  const { current } = situation;
  const remains = current.remains.find(({ name }) => !current.members.includes(name));
  return remains && deleteReplica(situation, fleet, remains.name);
}

/** A replica that lost its membership is never made a member again: it is deleted, even if it is wanted anew (R9). */
function finishRemoval(situation: Situation, fleet: Fleet, name: string): Proposal {
  const { current } = situation;
  const replica = named(current, fleet, name);
  if (replica.deletionProtection) return removeMember(situation, fleet, name);
  return release(situation, fleet, replica) ?? deleteReplica(situation, fleet, name);
}
