import { sorted } from "../topology/sorted.ts";
import type { Replica, Topology } from "../topology/topology.ts";
import { arriving, byName, type Proposal, type Situation, untold } from "./situation.ts";

/** Adds one replica: its instance with a fresh data disk, and its name in every replica's list of members (R1, R9). */
export function addReplica(situation: Situation): Proposal | undefined {
  const { current } = situation;
  const replica = untold(situation)[0] ?? nextArrival(situation);
  if (replica === undefined) return undefined;
  const { name, zone } = replica;
  return {
    kind: "add-replica",
    subject: name,
    title: `Add replica ${name} in ${zone}`,
    before: current,
    after: {
      ...current,
      replicas: byName([...current.replicas.filter((other) => other.name !== name), replica]),
      members: sorted([...current.members, name]),
      remove: [],
      groups: sorted([...current.groups, zone]),
    },
    endpoint: { interruption: "none", reason: "the new replica gets no traffic yet" },
    gates: [
      { when: "before", check: "etcd-healthy", subject: name },
      { when: "after", check: "member-votes", subject: name },
      { when: "after", check: "api-ready", subject: name },
    ],
  };
}

/** The arrival whose zone has the fewest replicas, so that the cluster is spread as early as can be. */
function nextArrival(situation: Situation): Replica | undefined {
  const load = (replica: Replica) => replicasIn(situation.current, replica.zone);
  return arriving(situation).toSorted((a, b) => load(a) - load(b))[0];
}

export function replicasIn(topology: Topology, zone: string): number {
  return topology.replicas.filter((replica) => replica.zone === zone).length;
}
