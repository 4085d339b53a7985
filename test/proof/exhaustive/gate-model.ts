import type { Gate } from "../../../src/plan/gate.ts";
import type { Topology } from "../../../src/topology/topology.ts";
import { endpointOf } from "../../kit/cluster/cluster-fixture.ts";
import { majority } from "./etcd-model.ts";
import type { World } from "./world.ts";

/** Waits for a gate: what was begun goes on meanwhile. Answers whether the gate opens at all; `told` is the last topology. */
export function opens({ check, subject }: Gate, world: World, told: Topology): boolean {
  const { etcd } = world;
  switch (check) {
    case "member-votes":
      return votes(world, subject);
    case "member-absent":
      removeTold(world, subject);
      return !etcd.has(subject);
    case "etcd-healthy":
      return settled(world, told, subject);
    case "quorum-without":
      return others(world, told, subject, majority(told.members.length - 1));
    case "quorum-while-down":
      return others(world, told, subject, majority(told.members.length));
    case "not-leader":
      return etcd.healthy(subject) > 0;
    case "api-ready":
      // An API server asks its own etcd member, and a learner does not answer: ready means that it votes.
      return told.members.includes(subject) ? votes(world, subject) : world.up(subject);
    case "drained":
      return !endpointOf(told).backends.includes(subject) && (world.draining.delete(subject) || true);
  }
}

/** Whether the subject votes, or will, and a quorum is there to agree on that; without one no API server is ready either. */
function votes(world: World, subject: string): boolean {
  const { etcd } = world;
  return etcd.promote(subject) && world.up(subject) && etcd.healthy() >= majority(etcd.voters.size);
}

/** Every member but the subject votes and is up, and etcd knows no other. */
function settled(world: World, told: Topology, subject: string): boolean {
  const { etcd } = world;
  for (const name of told.members) if (name !== subject && !(etcd.promote(name) && world.up(name))) return false;
  for (const name of [...etcd.voters, ...etcd.learners]) {
    if (name === subject || told.members.includes(name)) continue;
    removeTold(world, name);
    if (etcd.has(name)) return false;
  }
  return etcd.healthy() > 0;
}

/** Whether enough voters but the subject are up, or will be when those who still learn have learnt. */
function others({ etcd }: World, told: Topology, subject: string, needed: number): boolean {
  if (etcd.healthy(subject) < needed) for (const name of told.members) etcd.promote(name);
  return etcd.healthy(subject) >= needed;
}

function removeTold(world: World, name: string): void {
  if (!world.leaving.has(name) || world.etcd.forbidsRemoval(name) !== undefined) return;
  world.etcd.remove(name);
  world.leaving.delete(name);
}
