import type { Machine } from "../driver.ts";
import { type Alive, type Etcd, elect, type Member, promote, refusalToRemove, removeMember, voters } from "./etcd.ts";
import { namedForRemoval } from "./told.ts";
import type { World } from "./world.ts";

/** How long membership changes take, in milliseconds. */
export interface ChangeTimes {
  /** From learner to voter. */
  readonly joinMs: number;
  /** From seeing that a member is to go to its removal. */
  readonly removeMs: number;
}

/** Elects a leader; then it does what its own metadata asks for, one change at a time, and only where that is safe. */
export function lead(world: World, key: string, times: ChangeTimes): void {
  const alive = world.alive(key);
  const etcd = elect(world.etcd(key), alive);
  world.clusters.set(key, etcd);
  const leader = world
    .machines()
    .find((machine) => world.lives(machine) && world.dataOf(machine)?.memberId === etcd.leader);
  if (leader === undefined) return;
  if (yields(world, key, etcd, leader, alive)) return;
  const remove = namedForRemoval(leader);
  const subject = etcd.members.find((member) => member.id === etcd.change?.id);
  const named = subject !== undefined && remove.includes(subject.name);
  const age = world.now() - (etcd.change?.since ?? 0);
  if (etcd.change?.kind === "promote" && subject !== undefined && !named) {
    if (!alive.has(subject.id) || age < times.joinMs) return;
    world.clusters.set(key, promote(etcd, subject.id));
    world.recordMember(key, "promoted", subject.name);
  } else if (etcd.change?.kind === "remove" && named) {
    if (age >= times.removeMs) finishRemoval(world, key, etcd, subject, alive);
  } else {
    startRemoval(world, key, etcd, remove, alive);
  }
}

/** A leader that gets no traffic hands over to a voter that does: it may be about to stop. */
function yields(world: World, key: string, etcd: Etcd, leader: Machine, alive: Alive): boolean {
  const serves = (machine: Machine) => world.replicas.get(machine.id)?.idleSince === null;
  if (serves(leader) || etcd.change !== null) return false;
  const serving = world.machines().filter(serves);
  const heir = voters(etcd).find(
    (member) => alive.has(member.id) && serving.some((machine) => world.dataOf(machine)?.memberId === member.id),
  );
  if (heir === undefined) return false;
  world.clusters.set(key, { ...etcd, leader: heir.id });
  world.recordMember(key, "leader-moved", heir.name, `from ${leader.name}`);
  return true;
}

function startRemoval(world: World, key: string, etcd: Etcd, remove: readonly string[], alive: Alive): void {
  const subject = etcd.members.find(
    (member) => remove.includes(member.name) && refusalToRemove(etcd, alive, member) === null,
  );
  const current = etcd.change?.kind === "remove" ? null : etcd.change;
  const change = subject === undefined ? current : { kind: "remove" as const, id: subject.id, since: world.now() };
  world.clusters.set(key, { ...etcd, change });
}

/** A leader that is to go hands over first; the next leader then removes it. */
function finishRemoval(world: World, key: string, etcd: Etcd, subject: Member, alive: Alive): void {
  if (refusalToRemove(etcd, alive, subject) !== null) {
    world.clusters.set(key, { ...etcd, change: null });
    return;
  }
  const heir = voters(etcd).find((member) => member.id !== subject.id && alive.has(member.id));
  if (subject.id === etcd.leader && heir !== undefined) {
    world.clusters.set(key, { ...etcd, leader: heir.id, change: null });
    world.recordMember(key, "leader-moved", heir.name, `from ${subject.name}`);
    return;
  }
  world.clusters.set(key, elect(removeMember(etcd, subject.id), alive));
  world.recordMember(key, "member-removed", subject.name);
}
