import { enrol, type Fleet } from "../../topology/fleet.ts";
import type { Replica, Topology } from "../../topology/topology.ts";
import { endpointSteps } from "../endpoint/endpoint-steps.ts";
import { arriving, type Proposal, type Situation, untold } from "../situation.ts";

/** Adds one instance: with a fresh data disk, and its name in every replica's list of members (R1, R9). */
export function addReplica(situation: Situation, fleet: Fleet): Proposal | undefined {
  const { current } = situation;
  const replica = untold(situation, fleet)[0] ?? nextArrival(situation, fleet);
  if (replica === undefined) return undefined;
  const { name, zone } = replica;
  return {
    kind: `add-${fleet.instance}`,
    subject: name,
    title: `Add ${fleet.instance} ${name} in ${zone}`,
    before: current,
    after: { ...joined(current, fleet, [replica]), remove: [] },
    endpoint: { interruption: "none", reason: `the new ${fleet.instance} gets no traffic yet` },
    gates: fleet.votes ? [{ when: "before", check: "etcd-healthy", subject: name }] : [],
  };
}

/** The topology with these instances more, and what they need to be there. */
export function joined(topology: Topology, fleet: Fleet, newcomers: readonly Replica[]): Topology {
  const { endpoint } = topology;
  const zones = newcomers.map(({ zone }) => zone);
  return {
    ...enrol(topology, fleet, newcomers),
    endpoint: fleet.serves ? endpointSteps(topology).extend(endpoint, zones) : endpoint,
  };
}

/** The arrival whose zone has the fewest instances, so that the cluster is spread as early as can be. */
function nextArrival(situation: Situation, fleet: Fleet): Replica | undefined {
  const load = ({ zone }: Replica) => countIn(situation.current, fleet, zone);
  return arriving(situation, fleet).toSorted((a, b) => load(a) - load(b))[0];
}

export function countIn(topology: Topology, fleet: Fleet, zone: string): number {
  return fleet.of(topology).filter((instance) => instance.zone === zone).length;
}
