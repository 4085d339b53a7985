import type { Facts } from "../local-cloud/facts.ts";
import { gceName } from "../topology/names.ts";
import type { Moment } from "./rehearsal.ts";

/** The cluster as a local cloud's facts show it at a moment. */
export function momentOf(facts: Facts, name: string, at: number): Moment {
  const cluster = facts.clusters.find((each) => each.name === name);
  const holder = facts.addresses.find((address) => address.name === gceName.endpoint(name))?.holder;
  return {
    at,
    voters: cluster?.voters ?? [],
    learners: cluster?.learners ?? [],
    alive: cluster?.aliveVoters ?? [],
    holder:
      holder === undefined || holder.on === "none"
        ? "nobody"
        : holder.on === "instance"
          ? `instance ${holder.name}`
          : "load balancer",
  };
}
