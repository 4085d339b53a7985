import { type LoadBalanced, noBalancer } from "../../../topology/endpoint/load-balanced.ts";
import { serving } from "../../../topology/fleet.ts";
import type { Topology } from "../../../topology/topology.ts";
import type { Proposal, Situation } from "../../situation.ts";

/** Deletes the parts of a load balancer that holds no address. */
export function dropBalancer(current: Topology<LoadBalanced>): Proposal {
  return {
    kind: "remove-balancer",
    subject: current.settings.name,
    title: "Delete what is left of the load balancer",
    before: current,
    after: { ...current, endpoint: { ...current.endpoint, ...noBalancer } },
    endpoint: { interruption: "none", reason: "the load balancer has no address" },
  };
}

/** Deletes what is left of a load balancer that holds no address and is not wanted. */
export function removeBalancer({ current, target }: Situation<LoadBalanced>): Proposal | undefined {
  const { healthCheck, backendService, backends } = current.endpoint;
  const lingers = healthCheck || backendService !== null || backends.length > 0;
  return isUnwanted(current.endpoint, target.endpoint) && lingers ? dropBalancer(current) : undefined;
}

/**
 * The endpoint without what nothing needs any more, when a replica is deleted. Groups are kept in zones where a replica
 * is or will be, and where the backend service still sends to, because one deleted in the step that takes it out of the
 * service would be in use.
 */
export function shrink(after: Topology<LoadBalanced>, target: Topology<LoadBalanced>): LoadBalanced {
  const { endpoint } = after;
  const groups = endpoint.groups.filter(
    (zone) =>
      target.endpoint.groups.includes(zone) ||
      serving(after)
        .of(after)
        .some((replica) => replica.zone === zone) ||
      endpoint.backendService?.zones.includes(zone) === true,
  );
  return { ...endpoint, groups, ...(isUnwanted(endpoint, target.endpoint) ? noBalancer : {}) };
}

function isUnwanted(current: LoadBalanced, target: LoadBalanced): boolean {
  return target.address.on === "replica" && current.address.on === "replica";
}
