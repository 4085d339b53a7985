import { sorted } from "./sorted.ts";
import type { Replica, Topology } from "./topology.ts";

/** Instances of one sort: what they do in a cluster, and where a topology keeps them. */
export interface Fleet {
  /** What one of them is called, as in the step `add-replica`. */
  readonly instance: "replica";
  /** Whether each runs a member of etcd, which has the instance's name. */
  readonly votes: boolean;
  /** Whether each runs an API server, which the endpoint may lead clients to. */
  readonly serves: boolean;
  of(topology: Topology): readonly Replica[];
  /** The topology with these instances instead, which may come in any order. */
  with(topology: Topology, instances: readonly Replica[]): Topology;
}

const replicas: Fleet = {
  instance: "replica",
  votes: true,
  serves: true,
  of: (topology) => topology.replicas,
  with: (topology, instances) => ({ ...topology, replicas: byName(instances) }),
};

/** Each member of etcd runs beside an API server. */
const stacked: readonly Fleet[] = [replicas];

/** The fleets of a cluster: one of them votes and one serves, or one does both, as in all clusters so far. */
export function fleetsOf(_: Topology): readonly Fleet[] {
  return stacked;
}

/** The fleet whose instances run etcd's members. */
export function voting(topology: Topology): Fleet {
  return only(fleetsOf(topology).find((fleet) => fleet.votes));
}

/** The fleet that the endpoint leads clients to. */
export function serving(topology: Topology): Fleet {
  return only(fleetsOf(topology).find((fleet) => fleet.serves));
}

/** Names of a fleet's instances that are part of the cluster: those of etcd's members where it votes, else all. */
export function enrolled(topology: Topology, fleet: Fleet): readonly string[] {
  return fleet.votes ? topology.members : fleet.of(topology).map(({ name }) => name);
}

/** The topology with these instances more, or in the place of those of their names. They are members where they vote. */
export function enrol(topology: Topology, fleet: Fleet, instances: readonly Replica[]): Topology {
  const names = instances.map(({ name }) => name);
  const others = fleet.of(topology).filter(({ name }) => !names.includes(name));
  const grown = fleet.with(topology, [...others, ...instances]);
  return fleet.votes ? { ...grown, members: sorted([...topology.members, ...names]) } : grown;
}

/** The topology in which the instance of this name, if there is one, is changed so. */
export function changed(topology: Topology, fleet: Fleet, name: string, change: Partial<Replica>): Topology {
  return fleet.with(
    topology,
    fleet.of(topology).map((instance) => (instance.name === name ? { ...instance, ...change } : instance)),
  );
}

/** The topology in which each instance of each fleet is as `change` makes it. */
export function changedAll(topology: Topology, change: (instance: Replica, fleet: Fleet) => Replica): Topology {
  return fleetsOf(topology).reduce((all, fleet) => {
    const instances = fleet.of(all).map((instance) => change(instance, fleet));
    return fleet.with(all, instances);
  }, topology);
}

/** Instances in the canonical order of a topology. */
export function byName(instances: readonly Replica[]): Replica[] {
  return [...instances].sort((a, b) => (a.name < b.name ? -1 : 1));
}

function only(fleet: Fleet | undefined): Fleet {
  if (fleet === undefined) throw new Error("a cluster has a fleet that votes and one that serves");
  return fleet;
}
