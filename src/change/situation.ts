import { isDeepStrictEqual } from "node:util";
import { quorum } from "../cluster/quorum.ts";
import type { Gate } from "../plan/gate.ts";
import type { Health } from "../plan/health.ts";
import type { Step } from "../plan/step.ts";
import type { EndpointState } from "../topology/endpoint/endpoint.ts";
import { enrolled, type Fleet, serving, voting } from "../topology/fleet.ts";
import type { Replica, Topology } from "../topology/topology.ts";
import { isHealthy } from "./health.ts";

/** Where a plan stands while it is being made: the topology so far, and the one to arrive at. */
export interface Situation<Endpoint extends EndpointState = EndpointState> {
  readonly current: Topology<Endpoint>;
  readonly target: Topology<Endpoint>;
  readonly health: Health;
  /** Whether a restart that takes the whole cluster down is accepted. */
  readonly acceptOutage: boolean;
}

/** A step before it is numbered and its effect on etcd is worked out. */
export interface Proposal extends Omit<Step, "id" | "etcd" | "gates"> {
  /** Those that do not follow from what the step does (required-gates.ts). */
  readonly gates?: readonly Gate[];
}

/** Instances that the target does not have, or not as they can become: those are removed, and then added anew. */
export function leaving(situation: Situation, fleet: Fleet): Replica[] {
  return fleet.of(situation.current).filter((instance) => !isStaying(situation, fleet, instance));
}

/**
 * Whether an instance can become what is wanted under its name. Some settings are for an instance's whole life, and one
 * that is marked to be replaced is to go.
 */
export function stays(instance: Replica, wanted: Replica | undefined): boolean {
  if (instance.renew === true || wanted === undefined) return false;
  const forLife = ({ zone, image, bootDisk, etcdDisk }: Replica) => ({ zone, image, bootDisk, etcd: etcdDisk.type });
  return isDeepStrictEqual(forLife(instance), forLife(wanted));
}

function isStaying({ target }: Situation, fleet: Fleet, instance: Replica): boolean {
  return stays(instance, find(target, fleet, instance.name));
}

/** Instances that stay and have to be stopped to become what the target has, or that are stopped. */
export function restarting(situation: Situation, fleet: Fleet): Replica[] {
  const { current, target } = situation;
  return fleet
    .of(current)
    .filter(
      (instance) =>
        enrolled(current, fleet).includes(instance.name) &&
        isStaying(situation, fleet, instance) &&
        (!instance.running || instance.machineType !== named(target, fleet, instance.name).machineType),
    );
}

/** Instances that are still to be created. */
export function arriving({ current, target }: Situation, fleet: Fleet): Replica[] {
  return fleet.of(target).filter(({ name }) => !has(current, fleet, name));
}

/** Instances that exist and stay, but that not every member was told of: a step that added them was torn apart. */
export function untold(situation: Situation, fleet: Fleet): Replica[] {
  const { current } = situation;
  return fleet
    .of(current)
    .filter(
      (instance) =>
        isStaying(situation, fleet, instance) &&
        !enrolled(current, fleet).includes(instance.name) &&
        !current.remove.includes(instance.name),
    );
}

/** Names of instances that are part of the cluster, and stay. */
export function staying(situation: Situation, fleet: Fleet): string[] {
  const { current } = situation;
  return fleet
    .of(current)
    .filter((instance) => enrolled(current, fleet).includes(instance.name) && isStaying(situation, fleet, instance))
    .map(({ name }) => name);
}

/** Members whose vote may be counted on. */
export function healthyMembers({ current, health }: Pick<Situation, "current" | "health">): string[] {
  const instances = voting(current).of(current);
  return current.members.filter((member) => isHealthy(health, member, instances));
}

/** Whether the others are enough for etcd to decide while this one is down. */
export function othersDecide(situation: Pick<Situation, "current" | "health">, name: string): boolean {
  const others = healthyMembers(situation).filter((member) => member !== name);
  return others.length >= quorum(situation.current.members.length);
}

/** Those that may be counted on to serve. */
export function healthyServers({ current, health }: Situation, names: readonly string[]): string[] {
  const instances = serving(current).of(current);
  return names.filter((name) => isHealthy(health, name, instances));
}

/** Those of these for whom it makes sense to wait until they serve: the healthy ones; all where none is. */
export function ableOf(situation: Situation, names: readonly string[]): readonly string[] {
  const able = healthyServers(situation, names);
  return able.length > 0 ? able : names;
}

/** Whether nobody could take over from an instance: no other is part of the cluster, and none is to come. */
export function isOnly(observed: Topology, desired: Topology, fleet: Fleet, name: string): boolean {
  const names = [...enrolled(observed, fleet), ...fleet.of(desired).map((instance) => instance.name)];
  return names.every((each) => each === name);
}

export function has(topology: Topology, fleet: Fleet, name: string): boolean {
  return find(topology, fleet, name) !== undefined;
}

export function find(topology: Topology, fleet: Fleet, name: string): Replica | undefined {
  return fleet.of(topology).find((instance) => instance.name === name);
}

/** The instance of this name, which the topology must have. */
export function named(topology: Topology, fleet: Fleet, name: string): Replica {
  const instance = find(topology, fleet, name);
  if (instance === undefined) throw new Error(`the topology has no ${fleet.instance} ${name}`);
  return instance;
}
