import { endpointOf } from "../../../kit/cluster/cluster-fixture.ts";
import type { Move } from "../move.ts";

/** R1, R2, R3, R7, R9: what a step tells replicas of etcd's membership, judged by what etcd makes of it. */
export function judgeMembership(move: Move): void {
  const { before, after, world } = move;
  judgeCount(move);
  for (const name of move.leaving) judgeLeaver(move, name);
  for (const name of move.joining) judgeJoiner(move, name);
  for (const name of after.remove) {
    if (after.members.includes(name)) move.blame("R1", `${name} is told to be a member and not to be one`);
  }
  for (const name of before?.remove ?? []) {
    if (!after.remove.includes(name) && world.etcd.has(name)) move.blame("R3", `nobody removes ${name} any more`);
  }
}

/** R1: one change at a time, and none while another is under way or a member is there that nobody knows. */
function judgeCount(move: Move): void {
  const { joining, leaving, world, before } = move;
  const changes = joining.length + leaving.length;
  if (changes === 0) return;
  if (changes > 1 && !(move.creating && leaving.length === 0)) {
    move.blame("R1", `${changes} membership changes at once: ${[...joining, ...leaving].join(", ")}`);
  }
  const subjects = new Set([...joining, ...leaving]);
  for (const name of [...world.etcd.learners, ...world.leaving]) {
    if (!subjects.has(name)) move.blame("R1", `a change while ${name} is still on its way`);
  }
  const known = new Set([...(before?.members ?? []), ...(before?.remove ?? [])]);
  for (const name of world.etcd.voters) if (!known.has(name)) move.blame("R1", `a change while ${name} is unknown`);
}

/** R2, R3, R7: a voter that replicas are told to remove. */
function judgeLeaver(move: Move, name: string): void {
  const { before, after, world } = move;
  if (!after.remove.includes(name)) move.blame("R3", `${name} leaves the members, but nobody is told to remove it`);
  if (world.etcd.voters.size <= 1) move.blame("R7", `${name} is the last voter`);
  const forbidden = world.etcd.forbidsRemoval(name);
  if (forbidden !== undefined) move.blame("R2", forbidden);
  if (!move.proves("quorum-without", name)) move.blame("R2", `nothing proves a quorum without ${name}`);
  if (world.cloud.instances.has(name)) {
    if (endpointOf(before).backends.includes(name))
      move.blame("R3", `${name} is still a backend while its member is removed`);
    if (world.draining.has(name)) move.blame("R3", `nothing has proved that ${name} is drained`);
    const { address } = endpointOf(before ?? after);
    if (address.on === "replica" && address.name === name) move.blame("R3", `${name} still holds the IP`);
  }
  world.leaving.add(name);
}

/** R1, R2, R9: a replica that is told to be a member. */
function judgeJoiner(move: Move, name: string): void {
  const { before, world, after } = move;
  if (!world.cloud.instances.has(name)) {
    move.blame("R1", `${name} would be a member without an instance`);
    return;
  }
  if (world.useDisk(name)) move.blame("R9", `${name} joins on a disk of an earlier member`);
  if (before !== null && !move.creating && !move.proves("etcd-healthy")) {
    move.blame("R2", `nothing proves that all voters are healthy before ${name} joins`);
  }
  if (before !== null && move.creating && !move.proves("member-votes")) {
    move.blame("R2", `nothing proves that the first replica votes before ${name} joins`);
  }
  if (before !== null) joinInTurn(move, name);
  else if (after.members.length > 1) move.blame("R1", "a new cluster has to begin with one voter");
  else move.world.etcd.add(name);
}

/** In a creation the newcomers wait for each other by themselves; elsewhere only one is ever under way. */
function joinInTurn(move: Move, name: string): void {
  const { etcd } = move.world;
  if (move.creating) for (const other of move.joining) if (other !== name) etcd.promote(other);
  const refusal = etcd.add(name);
  if (refusal === undefined) return;
  move.blame(refusal.includes("already") ? "R9" : refusal.includes("learns") ? "R1" : "R2", refusal);
}
