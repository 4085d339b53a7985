import { quorum } from "../cluster/quorum.ts";
import type { Topology } from "./topology.ts";

export type ZoneLoss = Readonly<Record<string, "survives" | "losesQuorum">>;

/** For each zone with a voter: whether the voters elsewhere are still a quorum of all (A12). */
export function zoneLoss(topology: Topology): ZoneLoss {
  const voters = topology.replicas.filter((replica) => topology.members.includes(replica.name));
  const result: Record<string, "survives" | "losesQuorum"> = {};
  for (const { zone } of voters) {
    const elsewhere = voters.filter((replica) => replica.zone !== zone).length;
    result[zone] = elsewhere >= quorum(topology.members.length) ? "survives" : "losesQuorum";
  }
  return Object.fromEntries(Object.entries(result).sort(([a], [b]) => (a < b ? -1 : 1)));
}
