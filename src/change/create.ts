import { sorted } from "../topology/sorted.ts";
import type { Replica, Topology } from "../topology/topology.ts";
import { byName, hasReplica, type Proposal, type Situation, untold } from "./situation.ts";

/**
 * Creates everything with the first replica; where the cluster will be balanced, it is the only backend from the start
 * (R4). A creation that stopped halfway is finished by the same step.
 */
export function create(current: Topology | null, target: Topology): Proposal | undefined {
  if (current !== null && !current.secretsWritable) return undefined;
  const after = withFirstReplica(current, target);
  if (current !== null && isThrough(current, after)) return undefined;
  const first = firstReplica(current, target);
  return {
    kind: "create",
    subject: first.name,
    title: `Create the cluster with its first replica ${first.name} in ${first.zone}`,
    before: current,
    after,
    endpoint: { interruption: "none", reason: "the endpoint comes into being" },
    gates: [
      { when: "after", check: "member-votes", subject: first.name },
      { when: "after", check: "api-ready", subject: first.name },
    ],
  };
}

function firstReplica(current: Topology | null, target: Topology): Replica {
  const replicas = current?.replicas.length ? current.replicas : target.replicas;
  const first = replicas.find((replica) => replica.role === "init") ?? replicas[0];
  if (first === undefined) throw new Error("a topology to create has a replica");
  return first;
}

function withFirstReplica(current: Topology | null, target: Topology): Topology {
  const first = firstReplica(current, target);
  const balanced = target.address.on === "loadBalancer";
  const base: Topology = current ?? { ...target, replicas: [first], members: [first.name], groups: [first.zone] };
  const backends = balanced ? sorted([...(current?.backends ?? []), first.name]) : [];
  return {
    ...base,
    backends,
    healthCheck: balanced,
    backendService: balanced ? { zones: sorted([...(current?.backendService?.zones ?? []), first.zone]) } : null,
    address: balanced ? target.address : { on: "replica", name: first.name },
    secretsWritable: true,
  };
}

/** Whether everything that the first step makes is there, so that only other replicas can be missing. */
function isThrough(current: Topology, after: Topology): boolean {
  const zones = current.backendService?.zones ?? [];
  return (
    current.address.on === after.address.on &&
    current.healthCheck === after.healthCheck &&
    after.backends.every((name) => current.backends.includes(name)) &&
    (after.backendService?.zones ?? []).every((zone) => zones.includes(zone))
  );
}

/**
 * Creates all other replicas of a cluster that nobody uses yet; they join one after another by themselves (R1 speaks of
 * clusters that exist). Withdraws the right to write the secrets, which the first replica has used by now.
 */
export function createReplicas(situation: Situation): Proposal | undefined {
  const { current, target } = situation;
  const missing = target.replicas.filter((replica) => !hasReplica(current, replica.name));
  const torn = untold(situation);
  const newcomers = byName([...missing, ...torn]);
  const creating = current.secretsWritable && newcomers.length > 0 && target.address.on === "loadBalancer";
  if (!creating && torn.length < 2) return undefined;
  const joining = creating ? newcomers : torn;
  const names = joining.map((replica) => replica.name);
  const replicas = byName([...current.replicas.filter((replica) => !names.includes(replica.name)), ...joining]);
  return {
    kind: "create-replicas",
    subject: target.settings.name,
    title: `Create the other replicas: ${joining.map(({ name, zone }) => `${name} in ${zone}`).join(", ")}`,
    before: current,
    after: {
      ...current,
      replicas,
      members: sorted([...current.members, ...names]),
      // A name that only other newcomers list, and that has no instance yet, was taken for one to remove.
      remove: current.remove.filter((name) => !names.includes(name)),
      groups: sorted([...current.groups, ...joining.map((replica) => replica.zone)]),
      secretsWritable: false,
    },
    endpoint: { interruption: "none", reason: "the new replicas get no traffic yet" },
    gates: [
      ...current.members
        .filter((member) => hasReplica(current, member) && !names.includes(member))
        .map((member) => ({ when: "before", check: "member-votes", subject: member }) as const),
      ...names.flatMap((name) => [
        { when: "after", check: "member-votes", subject: name } as const,
        { when: "after", check: "api-ready", subject: name } as const,
      ]),
    ],
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
