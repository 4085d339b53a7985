import { sorted } from "./sorted.ts";

/** What one replica was told of etcd's membership. */
export interface MemberList {
  readonly members: readonly string[];
  readonly remove: readonly string[];
}

/**
 * The membership that planning can go on from, given what each replica was told. Replicas disagree when a step was torn
 * apart after some of them had been told; then the answer is the membership before that step. A name that only some
 * replicas list is a newcomer, unless the others were told to remove it: then it is still a member.
 */
export function agreedMembers(lists: readonly MemberList[]): MemberList {
  const members = sorted(lists.flatMap((list) => list.members)).filter((name) =>
    lists.every((list) => list.members.includes(name) || list.remove.includes(name)),
  );
  const remove = sorted(lists.flatMap((list) => list.remove)).filter((name) => !members.includes(name));
  return { members, remove };
}

/** The metadata value that tells a replica of the membership. */
export function printMembers(list: MemberList): string {
  return JSON.stringify({ members: list.members, remove: list.remove });
}
