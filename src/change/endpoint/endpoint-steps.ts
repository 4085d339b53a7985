import type { Check } from "../../plan/gate.ts";
import type { EndpointEffect } from "../../plan/step.ts";
import type { EndpointKind, EndpointState } from "../../topology/endpoint/endpoint.ts";
import type { Fleet } from "../../topology/fleet.ts";
import type { Replica, Topology } from "../../topology/topology.ts";
import type { Proposal, Situation } from "../situation.ts";
import { loadBalanced } from "./load-balanced/load-balanced.ts";

/**
 * What the planner asks of a kind of endpoint: all that it knows of one. Those that answer with a proposal propose the
 * next step of theirs that is due, if any; a kind leaves out what is never due.
 */
export interface EndpointSteps<State extends EndpointState> {
  /** The endpoint of a new cluster, which leads to its first replica; undefined where all of that is there. */
  begin(current: State | null, first: Replica, target: State): State | undefined;
  /** Whether it leads to all replicas, and not to a single one. */
  spreads(endpoint: State): boolean;
  /** Whether a replica gets traffic where it spreads. */
  reaches(endpoint: State, replica: Replica): boolean;
  /** Where it is to lead, in words. */
  destination(target: State): string;
  /** The endpoint, ready for replicas in these zones too, which get no traffic yet. */
  extend(endpoint: State, zones: readonly string[]): State;
  /** What clients notice while a replica is down that the others can do without. */
  whileDown(endpoint: State, replica: Replica): EndpointEffect;
  /** What is asked before a replica that gets no more traffic is stopped or loses its membership. */
  released(topology: Topology<State>, name: string): readonly Check[];
  /** The endpoint without what nothing needs when a replica is deleted. */
  shrink(after: Topology<State>, target: Topology<State>): State;
  /** The endpoint without anything that is not needed, at the end. */
  tidy(current: Topology<State>, target: Topology<State>): State;
  /** Leads somewhere again, where a torn step has left it leading nowhere. */
  rescue?(situation: Situation<State>): Proposal | undefined;
  /** Goes where it is to lead. */
  advance?(situation: Situation<State>): Proposal | undefined;
  /** Sends traffic to replicas that are ready for it. */
  admit?(situation: Situation<State>): Proposal | undefined;
  /** Takes a replica's traffic away before it restarts, where others can serve meanwhile. */
  drain?(situation: Situation<State>, replica: Replica): Proposal | undefined;
  /** Takes a replica's traffic away for good, and before that lets others take its place. */
  release?(situation: Situation<State>, replica: Replica): Proposal | undefined;
  /** Takes away what is left of the way that it no longer leads. */
  dismantle?(situation: Situation<State>): Proposal | undefined;
}

const steps = { external: loadBalanced } satisfies {
  [Kind in EndpointKind]: EndpointSteps<Extract<EndpointState, { kind: Kind }>>;
};

/** The steps of a cluster's endpoint. Its kind is the same in all topologies of a plan (Q050). */
export function endpointSteps({ endpoint }: Pick<Topology, "endpoint">): EndpointSteps<EndpointState> {
  return steps[endpoint.kind];
}

/** Takes traffic away from an instance that restarts; what does not serve has none. */
export function drain(situation: Situation, fleet: Fleet, instance: Replica): Proposal | undefined {
  return fleet.serves ? endpointSteps(situation.current).drain?.(situation, instance) : undefined;
}

/** Takes traffic away from an instance that leaves; what does not serve has none. */
export function release(situation: Situation, fleet: Fleet, instance: Replica): Proposal | undefined {
  return fleet.serves ? endpointSteps(situation.current).release?.(situation, instance) : undefined;
}
