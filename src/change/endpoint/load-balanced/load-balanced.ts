import type { EndpointEffect } from "../../../plan/step.ts";
import { type LoadBalanced, loadBalanced as shape } from "../../../topology/endpoint/load-balanced.ts";
import type { Replica, Topology } from "../../../topology/topology.ts";
import type { Proposal, Situation } from "../../situation.ts";
import { attachBackends, backendZones, drainBackend, drainedBefore, leaveBalancer, reaches } from "./backends.ts";
import { beginEndpoint, buildBalancer } from "./build-balancer.ts";
import { removeBalancer, shrink } from "./drop-balancer.ts";
import { moveAddress } from "./move-address.ts";

/** An IP that a replica or a load balancer holds, as `EndpointSteps` asks. */
export const loadBalanced = {
  begin: beginEndpoint,
  spreads: ({ address }: LoadBalanced) => address.on === "loadBalancer",
  reaches,
  destination: (target: LoadBalanced) => (target.address.on === "loadBalancer" ? "the load balancer" : "a replica"),
  extend: shape.extend,
  whileDown,
  released: drainedBefore,
  shrink,
  tidy,
  rescue,
  advance: (situation: Situation<LoadBalanced>) => buildBalancer(situation) ?? moveAddress(situation),
  admit: attachBackends,
  drain: drainBackend,
  release: (situation: Situation<LoadBalanced>, replica: Replica) =>
    leaveBalancer(situation, replica) ?? moveAddress(situation),
  dismantle: removeBalancer,
};

function whileDown({ address }: LoadBalanced, { name, running }: Replica): EndpointEffect {
  if (address.on === "replica" && address.name === name) {
    return { interruption: "outage", reason: `${name} holds the endpoint's IP and is down while it restarts` };
  }
  const reason = running
    ? "the replica is drained; the others go on serving"
    : "the replica serves nobody until it runs";
  return { interruption: "none", reason };
}

function rescue(situation: Situation<LoadBalanced>): Proposal | undefined {
  return situation.current.endpoint.address.on === "none" ? moveAddress(situation) : undefined;
}

function tidy(current: Topology<LoadBalanced>, target: Topology<LoadBalanced>): LoadBalanced {
  const { backends, backendService } = current.endpoint;
  const zones = backendZones(current, backends);
  return { ...shrink(current, target), backendService: backendService && { zones } };
}
