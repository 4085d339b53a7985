import { type LoadBalanced, noBalancer } from "../../../topology/endpoint/load-balanced.ts";
import { enrolled, serving } from "../../../topology/fleet.ts";
import { sorted } from "../../../topology/sorted.ts";
import type { Replica } from "../../../topology/topology.ts";
import { ableOf, arriving, healthyServers, type Proposal, type Situation, staying } from "../../situation.ts";
import { backendZones, balanced, readyToServe } from "./backends.ts";

/**
 * The endpoint of a new cluster: where it will be balanced, its first replica is the only backend from the start (R4).
 * Undefined where all of that is there.
 */
export function beginEndpoint(current: LoadBalanced | null, first: Replica, target: LoadBalanced) {
  const base = current ?? { ...target, ...noBalancer, groups: [first.zone] };
  const zones = base.backendService?.zones ?? [];
  if (target.address.on !== "loadBalancer") {
    if (current?.address.on === "replica" && !current.healthCheck) return undefined;
    return { ...base, ...noBalancer, address: { on: "replica", name: first.name } as const };
  }
  const isThere =
    current?.address.on === "loadBalancer" &&
    current.healthCheck &&
    current.backends.includes(first.name) &&
    zones.includes(first.zone);
  if (isThere) return undefined;
  return {
    ...base,
    backends: sorted([...base.backends, first.name]),
    healthCheck: true,
    backendService: { zones: sorted([...zones, first.zone]) },
    address: target.address,
  };
}

/**
 * Makes everything slow that the load balancer needs, before the IP moves to it (R6): as soon as the cluster tolerates
 * the loss of a replica, or when no more are to come. Where who holds the IP is down, nobody serves until it has moved:
 * then the balancer is built with those who are healthy, and the others become backends later.
 */
export function buildBalancer(situation: Situation<LoadBalanced>): Proposal | undefined {
  const { current, target } = situation;
  const { address, healthCheck, backendService, backends: known } = current.endpoint;
  if (target.endpoint.address.on !== "loadBalancer" || address.on === "loadBalancer") return undefined;
  const fleet = serving(current);
  const here = enrolled(current, fleet);
  const remaining = staying(situation, fleet);
  const holderStays = address.on === "replica" && remaining.includes(address.name);
  const early = remaining.length < 3 && arriving(situation, fleet).length > 0 && holderStays;
  const healthy = healthyServers(situation, here);
  const served = address.on === "replica" && healthy.includes(address.name);
  const first = served ? remaining : ableOf(situation, remaining);
  const backends = sorted([...known.filter((name) => here.includes(name)), ...first]);
  const built =
    healthCheck &&
    backends.every((name) => known.includes(name)) &&
    backendZones(current, backends).every((zone) => backendService?.zones.includes(zone));
  if (built || early || remaining.length === 0) return undefined;
  return {
    kind: "build-balancer",
    subject: current.settings.name,
    title: `Build the load balancer with ${backends.join(", ")} as backends`,
    before: current,
    after: { ...current, endpoint: balanced(current, backends) },
    endpoint: { interruption: "none", reason: "the load balancer has no address yet" },
    gates: readyToServe(backends.filter((name) => !known.includes(name) || healthy.includes(name))),
  };
}
