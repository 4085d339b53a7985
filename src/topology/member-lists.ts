import { sorted } from "./sorted.ts";

/** What one replica was told of etcd's membership. */
export interface MemberList {
  readonly members: readonly string[];
  readonly remove: readonly string[];
}

/**
 * The membership that planning can go on from, given what each replica was told. Replicas disagree when a step was torn
 * apart after some of them had been told. A member is who all of them list: a newcomer that only some know of is told
 * to the others next. Who any of them was told to remove may have lost its membership already, and must not be counted
 * on; likewise a name that only some list and that has no instance.
 */
export function agreedMembers(lists: readonly MemberList[], instances: readonly string[]): MemberList {
  const listed = sorted(lists.flatMap((list) => list.members));
  const members = listed.filter((name) => lists.every((list) => list.members.includes(name)));
  const phantoms = listed.filter((name) => !instances.includes(name));
  const remove = [...lists.flatMap((list) => list.remove), ...phantoms];
  return { members, remove: sorted(remove).filter((name) => !members.includes(name)) };
}

/** Names that only some replicas list, that no instance is known of, and that nobody was told to remove. */
export function unmetNames(lists: readonly MemberList[], instances: readonly string[]): readonly string[] {
  const { remove } = agreedMembers(lists, instances);
  const told = lists.flatMap((list) => list.remove);
  return remove.filter((name) => !told.includes(name));
}

/** The metadata value that tells a replica of the membership. */
export function printMembers(list: MemberList): string {
  return JSON.stringify({ members: list.members, remove: list.remove });
}
