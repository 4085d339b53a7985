import type { Topology } from "../topology/topology.ts";
import type { Proposal } from "./situation.ts";

/** A load balancer's parts, gone. */
export const noBalancer = { backends: [], healthCheck: false, backendService: null } as const;

/** Deletes the parts of a load balancer that holds no address. */
export function dropBalancer(current: Topology): Proposal {
  return {
    kind: "remove-balancer",
    subject: current.settings.name,
    title: "Delete what is left of the load balancer",
    before: current,
    after: { ...current, ...noBalancer },
    endpoint: { interruption: "none", reason: "the load balancer has no address" },
    gates: [],
  };
}
