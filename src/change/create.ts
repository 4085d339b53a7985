import { byName, enrol, enrolled, type Fleet, fleetsOf, serving } from "../topology/fleet.ts";
import type { Replica, Topology } from "../topology/topology.ts";
import { endpointSteps } from "./endpoint/endpoint-steps.ts";
import { arriving, has, type Proposal, type Situation, untold } from "./situation.ts";
import { joined } from "./voters/add-replica.ts";

/** Creates everything with the first replica. A creation that stopped halfway is finished by the same step. */
export function create(current: Topology | null, target: Topology): Proposal | undefined {
  if (current !== null && !current.secretsWritable) return undefined;
  const first = firstReplica(current, target);
  const endpoint = endpointSteps(target).begin(current?.endpoint ?? null, first, target.endpoint);
  if (endpoint === undefined) return undefined;
  return {
    kind: "create",
    subject: first.name,
    title: `Create the cluster with its first replica ${first.name} in ${first.zone}`,
    before: current,
    after: { ...(current ?? alone(target, first)), endpoint, secretsWritable: true },
    endpoint: { interruption: "none", reason: "the endpoint comes into being" },
    // Also of a replica that a torn step has made already.
    gates: [
      { when: "after", check: "member-votes", subject: first.name },
      { when: "after", check: "api-ready", subject: first.name },
    ],
  };
}

function firstReplica(current: Topology | null, target: Topology): Replica {
  const fleet = serving(target);
  const existing = current === null ? [] : fleet.of(current);
  const replicas = existing.length > 0 ? existing : fleet.of(target);
  const first = replicas.find((replica) => replica.role === "init") ?? replicas[0];
  if (first === undefined) throw new Error("a topology to create has a replica");
  return first;
}

/** The target with only its first replica. */
function alone(target: Topology, first: Replica): Topology {
  const empty = fleetsOf(target).reduce<Topology>((topology, fleet) => fleet.with(topology, []), {
    ...target,
    members: [],
  });
  return enrol(empty, serving(target), [first]);
}

/**
 * Creates all other instances of a cluster that nobody uses yet; they join one after another by themselves (R1 speaks of
 * clusters that exist). Withdraws the right to write the secrets, which the first replica has used by now.
 */
export function createReplicas(situation: Situation, fleet: Fleet): Proposal | undefined {
  const { current, target } = situation;
  const torn = untold(situation, fleet);
  const newcomers = byName([...arriving(situation, fleet), ...torn]);
  const creating = current.secretsWritable && newcomers.length > 0 && endpointSteps(target).spreads(target.endpoint);
  if (!creating && torn.length < 2) return undefined;
  const joining = creating ? newcomers : torn;
  const names = joining.map(({ name }) => name);
  return {
    kind: `create-${fleet.instance}s`,
    subject: target.settings.name,
    title: `Create the other ${fleet.instance}s: ${joining.map(({ name, zone }) => `${name} in ${zone}`).join(", ")}`,
    before: current,
    after: {
      ...joined(current, fleet, joining),
      // A name that only other new replicas list, and that has no instance yet, was taken for one to remove.
      remove: current.remove.filter((name) => !names.includes(name)),
      secretsWritable: false,
    },
    endpoint: { interruption: "none", reason: `the new ${fleet.instance}s get no traffic yet` },
    gates: enrolled(current, fleet)
      .filter((name) => has(current, fleet, name) && !names.includes(name))
      .map((name) => ({ when: "before", check: "member-votes", subject: name }) as const),
  };
}

/** Withdraws the replicas' right to write the cluster's secrets, once the first replica has initialised it. */
export function sealSecrets({ current }: Situation): Proposal | undefined {
  const [first] = current.members;
  if (!current.secretsWritable || first === undefined) return undefined;
  return {
    kind: "seal-secrets",
    subject: current.settings.name,
    title: "Withdraw the right to write the cluster's secrets, which the first replica has used",
    before: current,
    after: { ...current, secretsWritable: false },
    endpoint: { interruption: "none", reason: "no replica and no route changes" },
    gates: [{ when: "before", check: "member-votes", subject: first }],
  };
}
