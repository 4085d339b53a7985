import type { Replica, Topology } from "../topology/topology.ts";
import type { Step } from "./change-plan.ts";
import { type Health, isHealthy } from "./health.ts";

/** Where a plan stands while it is being made: the topology so far, and the one to arrive at. */
export interface Situation {
  readonly current: Topology;
  readonly target: Topology;
  readonly health: Health;
}

/** A step before it is numbered and its effect on etcd is worked out. */
export type Proposal = Omit<Step, "id" | "etcd">;

/** Replicas that the target does not have. */
export function leaving({ current, target }: Situation): Replica[] {
  return current.replicas.filter((replica) => !hasReplica(target, replica.name));
}

/** Replicas that are still to be created. */
export function arriving({ current, target }: Situation): Replica[] {
  return target.replicas.filter((replica) => !hasReplica(current, replica.name));
}

/** Replicas that exist and stay, but that not every member was told of: a step that added them was torn apart. */
export function untold(situation: Situation): Replica[] {
  const { current, target } = situation;
  return current.replicas.filter(
    ({ name }) => hasReplica(target, name) && !current.members.includes(name) && !current.remove.includes(name),
  );
}

/** Members that stay. */
export function stayingMembers({ current, target }: Situation): string[] {
  return current.members.filter((member) => hasReplica(current, member) && hasReplica(target, member));
}

export function healthyMembers({ current, health }: Situation): string[] {
  return current.members.filter((member) => isHealthy(health, member, current.replicas));
}

export function hasReplica(topology: Topology, name: string): boolean {
  return topology.replicas.some((replica) => replica.name === name);
}

export function replicaNamed(topology: Topology, name: string): Replica {
  const replica = topology.replicas.find((candidate) => candidate.name === name);
  if (replica === undefined) throw new Error(`the topology has no replica ${name}`);
  return replica;
}

/** Replicas in the canonical order of a topology. */
export function byName(replicas: Iterable<Replica>): Replica[] {
  return [...replicas].sort((a, b) => (a.name < b.name ? -1 : 1));
}
