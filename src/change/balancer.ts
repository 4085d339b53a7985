import { sorted } from "../topology/sorted.ts";
import { backendZones } from "./backends.ts";
import { dropBalancer } from "./drop-balancer.ts";
import { ableOf, arriving, healthyMembers, type Proposal, type Situation, stayingMembers } from "./situation.ts";

/**
 * Makes everything slow that the load balancer needs, before the IP moves to it (R6): as soon as the cluster tolerates
 * the loss of a replica, or when no more are to come. Where who holds the IP is down, nobody serves until it has moved:
 * then the balancer is built with those who are healthy, and the others become backends later.
 */
export function buildBalancer(situation: Situation): Proposal | undefined {
  const { current, target } = situation;
  if (target.address.on !== "loadBalancer" || current.address.on === "loadBalancer") return undefined;
  const staying = stayingMembers(situation);
  const holderStays = current.address.on === "replica" && staying.includes(current.address.name);
  const early = staying.length < 3 && arriving(situation).length > 0 && holderStays;
  const healthy = healthyMembers(situation);
  const served = current.address.on === "replica" && healthy.includes(current.address.name);
  const first = served ? staying : ableOf(situation, staying);
  const backends = sorted([...current.backends.filter((name) => current.members.includes(name)), ...first]);
  const zones = backendZones(current, backends);
  const built =
    current.healthCheck &&
    backends.every((name) => current.backends.includes(name)) &&
    zones.every((zone) => current.backendService?.zones.includes(zone));
  if (built || early || staying.length === 0) return undefined;
  return {
    kind: "build-balancer",
    subject: current.settings.name,
    title: `Build the load balancer with ${backends.join(", ")} as backends`,
    before: current,
    after: { ...current, backends, healthCheck: true, backendService: { zones } },
    endpoint: { interruption: "none", reason: "the load balancer has no address yet" },
    gates: backends
      .filter((name) => !current.backends.includes(name) || healthy.includes(name))
      .flatMap((name) => [
        { when: "before", check: "member-votes", subject: name } as const,
        { when: "before", check: "api-ready", subject: name } as const,
      ]),
  };
}

/** Deletes what is left of a load balancer that holds no address and is not wanted. */
export function removeBalancer({ current, target }: Situation): Proposal | undefined {
  const lingers = current.healthCheck || current.backendService !== null || current.backends.length > 0;
  const unwanted = target.address.on === "replica" && current.address.on === "replica";
  return unwanted && lingers ? dropBalancer(current) : undefined;
}
