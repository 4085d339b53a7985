import type { Check, Gate } from "../../../plan/gate.ts";
import type { LoadBalanced } from "../../../topology/endpoint/load-balanced.ts";
import { enrolled, serving } from "../../../topology/fleet.ts";
import { sorted } from "../../../topology/sorted.ts";
import type { Replica, Topology } from "../../../topology/topology.ts";
import {
  ableOf,
  has,
  healthyServers,
  named,
  type Proposal,
  restarting,
  type Situation,
  staying,
} from "../../situation.ts";
import { dropBalancer } from "./drop-balancer.ts";

/** Zones whose groups the backend service must know for these backends. */
export function backendZones(topology: Topology<LoadBalanced>, backends: readonly string[]): string[] {
  return sorted(backends.map((name) => named(topology, serving(topology), name).zone));
}

/** What is asked of replicas before they become backends (R4). */
export function readyToServe(names: readonly string[]): Gate[] {
  return names.flatMap((name) => [
    { when: "before", check: "member-votes", subject: name } as const,
    { when: "before", check: "api-ready", subject: name } as const,
  ]);
}

/** Whether the load balancer sends traffic to this one while it holds the IP. */
export function reaches({ backends, backendService }: LoadBalanced, { name, zone }: Replica): boolean {
  return backends.includes(name) && backendService?.zones.includes(zone) === true;
}

/** Replicas that stay as they are and that the load balancer does not know yet, or not all of it does. */
function missingBackends(situation: Situation<LoadBalanced>): string[] {
  const { current } = situation;
  const fleet = serving(current);
  const stopping = restarting(situation, fleet).map(({ name }) => name);
  return staying(situation, fleet).filter(
    (name) => !stopping.includes(name) && !reaches(current.endpoint, named(current, fleet, name)),
  );
}

/** Makes replicas whose member votes and whose API is ready backends of the load balancer that holds the IP (R4). */
export function attachBackends(situation: Situation<LoadBalanced>): Proposal | undefined {
  const { current } = situation;
  if (current.endpoint.address.on !== "loadBalancer") return undefined;
  const missing = missingBackends(situation);
  return missing.length > 0 ? attach(current, missing) : undefined;
}

function attach(current: Topology<LoadBalanced>, missing: readonly string[]): Proposal {
  const [first = current.settings.name] = missing;
  const one = missing.length === 1;
  return {
    kind: one ? "attach-backend" : "attach-backends",
    subject: one ? first : current.settings.name,
    title: `Let the load balancer send traffic to ${missing.join(", ")}`,
    before: current,
    after: { ...current, endpoint: balanced(current, [...current.endpoint.backends, ...missing]) },
    endpoint: { interruption: "none", reason: "the other backends go on serving" },
    gates: readyToServe(missing),
  };
}

/** The endpoint with a load balancer that is whole, and has these backends. */
export function balanced(current: Topology<LoadBalanced>, names: readonly string[]): LoadBalanced {
  const backends = sorted(names);
  const zones = backendZones(current, backends);
  return { ...current.endpoint, backends, healthCheck: true, backendService: { zones } };
}

/** Takes a replica out of the load balancer before anything else happens to it (R3). */
export function drainBackend(situation: Situation<LoadBalanced>, replica: Replica): Proposal | undefined {
  const { current } = situation;
  const { endpoint } = current;
  const backends = endpoint.backends.filter((name) => name !== replica.name);
  const zones = backendZones(current, backends);
  const sendsThere = !zones.includes(replica.zone) && endpoint.backendService?.zones.includes(replica.zone) === true;
  if (backends.length === 0 || (!endpoint.backends.includes(replica.name) && !sendsThere)) return undefined;
  return {
    kind: "drain-backend",
    subject: replica.name,
    title: `Take ${replica.name} out of the load balancer`,
    before: current,
    after: {
      ...current,
      endpoint: { ...endpoint, backends, backendService: endpoint.backendService && { zones } },
    },
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
export function drainedBefore(topology: Topology<LoadBalanced>, name: string): Check[] {
  const { backends, backendService } = topology.endpoint;
  const drains = backendService !== null && !backends.includes(name) && has(topology, serving(topology), name);
  return drains ? ["drained"] : [];
}

/**
 * What has to happen before a replica that leaves gets no more traffic (R3): it is drained. Where it is the only backend,
 * the others take its place first; where the load balancer serves nobody, it goes.
 */
export function leaveBalancer(situation: Situation<LoadBalanced>, replica: Replica): Proposal | undefined {
  const { current } = situation;
  const drain = drainBackend(situation, replica);
  if (drain !== undefined || !current.endpoint.backends.includes(replica.name)) return drain;
  if (current.endpoint.address.on !== "loadBalancer") return dropBalancer(current);
  const others = enrolled(current, serving(current)).filter((name) => name !== replica.name);
  const healthy = healthyServers(situation, others);
  return healthy.length > 0 ? attach(current, healthy) : undefined;
}
