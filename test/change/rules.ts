import { quorum } from "../../src/cluster/quorum.ts";
import type { Health } from "../../src/plan/health.ts";
import { type Step, traits } from "../../src/plan/step.ts";
import type { Replica, Topology } from "../../src/topology/topology.ts";
import { endpointOf, withEndpoint } from "../kit/cluster/cluster-fixture.ts";

/** Which safety rules of DESIGN a step breaks, judged from its two topologies alone; and what its kind does not say of it. */
export function brokenRules(step: Step): string[] {
  const { before, after, kind, endpoint, gates } = step;
  const outage = endpoint.interruption === "outage";
  if (before === null || after === null) return [];
  const broken: string[] = [];
  const demand = (rule: string, holds: boolean) => {
    if (!holds) broken.push(`${rule} in step ${step.id} ${kind} ${step.subject}`);
  };
  const joined = after.members.filter((name) => !before.members.includes(name));
  const left = before.members.filter((name) => !after.members.includes(name));
  const creating = kind === "create" || kind === "create-replicas";
  demand("R1: one membership change at most", creating || joined.length + left.length <= 1);
  demand("R2: voters stay a quorum", left.length === 0 || after.members.length >= quorum(before.members.length - 1));
  const deleted = names(before).filter((name) => !names(after).includes(name));
  demand(
    "R3: drained before deleted",
    deleted.every((name) => !endpointOf(before).backends.includes(name)),
  );
  demand(
    "R3: no member before deleted",
    deleted.every((name) => !before.members.includes(name)),
  );
  demand(
    "R3: drained before removed",
    left.every((name) => !endpointOf(before).backends.includes(name)),
  );
  demand("R3: three steps", deleted.length === 0 || left.length === 0);
  const attached = endpointOf(after).backends.filter((name) => !endpointOf(before).backends.includes(name));
  demand("R4: members before backends", creating || attached.every((name) => before.members.includes(name)));
  demand("R5: the IP is held", creating || endpointOf(after).address.on !== "none");
  const { address } = endpointOf(after);
  const holder = address.on === "replica" ? address.name : undefined;
  demand("R5: who holds the IP is there", holder === undefined || names(after).includes(holder));
  const moved = JSON.stringify(endpointOf(before).address) !== JSON.stringify(endpointOf(after).address);
  demand("R5: the IP moves in its own step", !moved || kind === "move-address" || creating);
  demand(
    "R6: a move changes nothing else",
    kind !== "move-address" || same(withEndpoint(before, { address: endpointOf(after).address }), after),
  );
  demand(
    "R6: the balancer is built before",
    endpointOf(after).address.on !== "loadBalancer" || endpointOf(after).backends.length > 0,
  );
  const created = names(after).filter((name) => !names(before).includes(name));
  demand(
    "R9: no instance on an old disk",
    created.every((name) => !before.remains.some((left) => left.name === name)),
  );
  demand(
    "R3: no newcomer under a name that replicas are told to remove",
    created.every((name) => !before.remove.includes(name)),
  );
  demand("a new instance joins", creating || created.every((name) => replica(after, name)?.role === "join"));
  const zones = endpointOf(after).backendService?.zones ?? [];
  demand(
    "groups exist for the backend service",
    zones.every((zone) => endpointOf(after).groups.includes(zone)),
  );
  const dropped = endpointOf(before).groups.filter((zone) => !endpointOf(after).groups.includes(zone));
  demand(
    "no group in use is deleted",
    dropped.every((zone) => !endpointOf(before).backendService?.zones.includes(zone)),
  );
  const restarted = after.replicas.filter(({ name, machineType }) => {
    const old = replica(before, name);
    return old !== undefined && old.machineType !== machineType;
  });
  demand("R12: one restart at a time", restarted.length <= 1);
  demand(
    "R12: others decide meanwhile, or the outage is named",
    restarted.length === 0 || before.members.length > 2 || outage,
  );
  demand(
    "R12: drained before a restart",
    outage || restarted.every(({ name }) => !endpointOf(before).backends.includes(name)),
  );
  const kept = after.replicas.filter(({ name }) => names(before).includes(name));
  demand(
    "an instance keeps its zone and disk type",
    kept.every((each) => forLife(each) === forLife(replica(before, each.name))),
  );
  const unprotected = names(before).filter((name) => replica(before, name)?.deletionProtection === false);
  demand(
    "protection is lifted before deletion",
    deleted.every((name) => unprotected.includes(name)),
  );
  const { adds, deletes, restarts, announcesFirst } = traits(step);
  demand("who creates an instance says so", creating || created.length === 0 || adds === true);
  demand("who deletes an instance says so", deleted.length === 0 || deletes === true);
  const started = after.replicas.filter(({ name, running }) => replica(before, name)?.running === !running);
  demand("R12: who restarts a replica says so", restarted.length + started.length > 0 === (restarts === true));
  const awaitsRemoval = gates.some(({ when, check }) => when === "before" && check === "member-absent");
  const atOnce = (moved && !creating) || awaitsRemoval;
  demand("R6, R11: all are told before what cannot wait", atOnce === (announcesFirst === true));
  return broken;
}

/**
 * Which rules about who is healthy (R2) a plan breaks, given what was seen before it. A replica that the plan creates
 * counts as healthy, because gates prove it before the next step.
 */
export function brokenHealthRules(steps: readonly Step[], seen: NonNullable<Health>): string[] {
  const created = new Set<string>();
  return steps.flatMap(({ id, kind, subject, before, after }) => {
    const isHealthy = (name: string) => created.has(name) || seen[name] === "healthy";
    const voters = before?.members ?? [];
    const joins = (after?.members ?? []).some((name) => !voters.includes(name));
    const staying = voters.filter((name) => after?.members.includes(name));
    const broken: string[] = [];
    if (joins && !voters.every(isHealthy)) broken.push(`R2: an addition beside a dead voter in step ${id} ${subject}`);
    if (staying.length < voters.length) {
      if (voters.filter(isHealthy).length < quorum(voters.length)) broken.push(`R2: no quorum to decide step ${id}`);
      if (staying.filter(isHealthy).length < quorum(staying.length)) broken.push(`R2: no quorum after step ${id}`);
    }
    if (kind === "add-replica") created.add(subject);
    return broken;
  });
}

function names(topology: Topology): string[] {
  return topology.replicas.map(({ name }) => name);
}

function replica(topology: Topology, name: string) {
  return topology.replicas.find((each) => each.name === name);
}

function forLife(replica?: Replica): string {
  return `${replica?.zone} ${replica?.etcdDisk.type} ${replica?.image}`;
}

function same(a: Topology, b: Topology): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}
