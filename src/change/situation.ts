import { isDeepStrictEqual } from "node:util";
import type { Replica, Topology } from "../topology/topology.ts";
import type { Step } from "./change-plan.ts";
import { type Health, isHealthy } from "./health.ts";

/** Where a plan stands while it is being made: the topology so far, and the one to arrive at. */
export interface Situation {
  readonly current: Topology;
  readonly target: Topology;
  readonly health: Health;
  /** Whether a restart that takes the whole cluster down is accepted. */
  readonly acceptOutage: boolean;
}

/** A step before it is numbered and its effect on etcd is worked out. */
export type Proposal = Omit<Step, "id" | "etcd">;

/** Replicas that the target does not have, or not as they can become: those are removed, and then added anew. */
export function leaving({ current, target }: Situation): Replica[] {
  return current.replicas.filter((replica) => !stays(replica, target));
}

/**
 * Whether a replica can become what the target has under its name. Some settings are for an instance's whole life, and
 * one that is marked to be replaced is to go.
 */
export function stays(replica: Replica, target: Topology): boolean {
  if (replica.renew === true) return false;
  const wanted = target.replicas.find(({ name }) => name === replica.name);
  if (wanted === undefined) return false;
  const forLife = ({ zone, image, bootDisk, etcdDisk }: Replica) => ({ zone, image, bootDisk, etcd: etcdDisk.type });
  return isDeepStrictEqual(forLife(replica), forLife(wanted));
}

/** Replicas that stay and have to be stopped to become what the target has, or that are stopped. */
export function restarting({ current, target }: Situation): Replica[] {
  return current.replicas.filter(
    (replica) =>
      current.members.includes(replica.name) &&
      stays(replica, target) &&
      (!replica.running || replica.machineType !== replicaNamed(target, replica.name).machineType),
  );
}

/** Replicas that are still to be created. */
export function arriving({ current, target }: Situation): Replica[] {
  return target.replicas.filter((replica) => !hasReplica(current, replica.name));
}

/** Replicas that exist and stay, but that not every member was told of: a step that added them was torn apart. */
export function untold(situation: Situation): Replica[] {
  const { current, target } = situation;
  return current.replicas.filter(
    (replica) =>
      stays(replica, target) && !current.members.includes(replica.name) && !current.remove.includes(replica.name),
  );
}

/** Members that stay. */
export function stayingMembers({ current, target }: Situation): string[] {
  return current.replicas
    .filter((replica) => current.members.includes(replica.name) && stays(replica, target))
    .map(({ name }) => name);
}

export function healthyMembers({ current, health }: Situation): string[] {
  return current.members.filter((member) => isHealthy(health, member, current.replicas));
}

/** Those of these replicas for whom it makes sense to wait: the healthy ones; all where none is. */
export function ableOf({ current, health }: Situation, names: readonly string[]): readonly string[] {
  const able = names.filter((name) => isHealthy(health, name, current.replicas));
  return able.length > 0 ? able : names;
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
