import { sorted } from "../topology/sorted.ts";
import type { Replica, Topology } from "../topology/topology.ts";
import { dropBalancer } from "./drop-balancer.ts";
import type { Gate } from "./gate.ts";
import { isHealthy } from "./health.ts";
import {
  ableOf,
  hasReplica,
  type Proposal,
  replicaNamed,
  restarting,
  type Situation,
  stayingMembers,
} from "./situation.ts";

/** Zones whose groups the backend service must know for these backends. */
export function backendZones(topology: Topology, backends: readonly string[]): string[] {
  return sorted(backends.map((name) => replicaNamed(topology, name).zone));
}

/** Members that stay as they are and that the load balancer does not know yet, or not all of it does. */
function missingBackends(situation: Situation): string[] {
  const { current } = situation;
  const zones = current.backendService?.zones ?? [];
  const stopping = restarting(situation).map(({ name }) => name);
  return stayingMembers(situation).filter(
    (name) =>
      !stopping.includes(name) &&
      (!current.backends.includes(name) || !zones.includes(replicaNamed(current, name).zone)),
  );
}

/** Makes replicas whose member votes and whose API is ready backends of the load balancer that holds the IP (R4). */
export function attachBackends(situation: Situation): Proposal | undefined {
  const { current } = situation;
  if (current.address.on !== "loadBalancer") return undefined;
  const missing = missingBackends(situation);
  return missing.length > 0 ? attach(current, missing) : undefined;
}

function attach(current: Topology, missing: readonly string[]): Proposal {
  const [first = current.settings.name] = missing;
  const backends = sorted([...current.backends, ...missing]);
  const one = missing.length === 1;
  return {
    kind: one ? "attach-backend" : "attach-backends",
    subject: one ? first : current.settings.name,
    title: `Let the load balancer send traffic to ${missing.join(", ")}`,
    before: current,
    after: {
      ...current,
      backends,
      healthCheck: true,
      backendService: { zones: backendZones(current, backends) },
    },
    endpoint: { interruption: "none", reason: "the other backends go on serving" },
    gates: missing.flatMap((name) => [
      { when: "before", check: "member-votes", subject: name } as const,
      { when: "before", check: "api-ready", subject: name } as const,
    ]),
  };
}

/** Takes a replica out of the load balancer before anything else happens to it (R3). */
export function drainBackend(situation: Situation, replica: Replica): Proposal | undefined {
  const { current } = situation;
  const backends = current.backends.filter((name) => name !== replica.name);
  const zones = backendZones(current, backends);
  const sendsThere = !zones.includes(replica.zone) && current.backendService?.zones.includes(replica.zone) === true;
  if (backends.length === 0 || (!current.backends.includes(replica.name) && !sendsThere)) return undefined;
  return {
    kind: "drain-backend",
    subject: replica.name,
    title: `Take ${replica.name} out of the load balancer`,
    before: current,
    after: { ...current, backends, backendService: current.backendService && { zones } },
    endpoint: { interruption: "none", reason: "connections are drained; the other backends go on serving" },
    gates: [
      // One that is known to be down may be the next to go.
      ...ableOf(situation, backends).map((name) => ({ when: "before", check: "api-ready", subject: name }) as const),
      { when: "after", check: "drained", subject: replica.name },
    ],
  };
}

/**
 * That a replica out of the load balancer gets no more traffic, asked again before it is stopped or loses its membership:
 * the run that drained it may have died before it saw that. Also of one that is not healthy: an API server may go on
 * answering whose agent is silent or whose etcd raises an alarm. One that is really dead passes at once, because etcd's
 * leader says that it does not answer.
 */
export function drainedBefore({ current }: Situation, name: string): Gate[] {
  const drains = current.backendService !== null && !current.backends.includes(name) && hasReplica(current, name);
  return drains ? [{ when: "before", check: "drained", subject: name }] : [];
}

/**
 * What has to happen before a replica that leaves gets no more traffic (R3): it is drained. Where it is the only backend,
 * the others take its place first; where the load balancer serves nobody, it goes.
 */
export function leaveBalancer(situation: Situation, replica: Replica): Proposal | undefined {
  const { current, health } = situation;
  const drain = drainBackend(situation, replica);
  if (drain !== undefined || !current.backends.includes(replica.name)) return drain;
  if (current.address.on !== "loadBalancer") return dropBalancer(current);
  const others = current.members.filter((name) => name !== replica.name && isHealthy(health, name, current.replicas));
  return others.length > 0 ? attach(current, others) : undefined;
}
