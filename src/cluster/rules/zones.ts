import { quorum } from "../quorum.ts";
import { quote } from "../quote.ts";
import { type Rule, replicasPath, type Violation } from "./rule.ts";

/** Each replica's zone belongs to the cluster's region. */
export const zonesInRegion: Rule = ({ spec }) => {
  const region = spec?.region;
  if (region === undefined) return [];
  return (spec?.controlPlane?.replicas ?? []).flatMap((replica, index): Violation[] => {
    const zone = replica?.zone;
    if (zone === undefined || zone.slice(0, -2) === region) return [];
    const message = `The zone ${quote(zone)} is not in the region ${region}`;
    const remedy = `Choose a zone of ${region}, such as ${region}-b`;
    return [{ path: [...replicasPath, index, "zone"], problem: { code: "Q024", message, remedy } }];
  });
};

/**
 * Replicas stand in as many zones as they could: three, or one each when they are fewer. Beyond three replicas, no
 * zone holds so many that losing it loses the quorum where an even spread over three would keep it.
 */
export const zonesSpread: Rule = ({ spec }) => {
  const zones = (spec?.controlPlane?.replicas ?? []).map((replica) => replica?.zone);
  if (zones.length < 2 || zones.length > 7 || zones.includes(undefined)) return [];
  const counts = new Map<string | undefined, number>();
  for (const zone of zones) counts.set(zone, (counts.get(zone) ?? 0) + 1);
  const possible = Math.min(zones.length, 3);
  const most = Math.max(...counts.values());
  const avoidable = losesQuorum(zones.length, most) && !losesQuorum(zones.length, Math.ceil(zones.length / possible));
  if (counts.size >= possible && !avoidable) return [];
  const crowded = [...counts].find(([, count]) => count === most)?.[0];
  const message = `${most} of ${zones.length} replicas are in the zone ${crowded}; ${fate(zones.length, most)}`;
  const remedy = `Spread the replicas evenly over ${possible} zones`;
  const path = [...replicasPath, zones.lastIndexOf(crowded), "zone"];
  return [{ path, problem: { code: "Q048", message, remedy } }];
};

function losesQuorum(voters: number, lost: number): boolean {
  return voters - lost < quorum(voters);
}

function fate(voters: number, lost: number): string {
  return losesQuorum(voters, lost) ? "without it etcd loses its quorum" : "without it most of the tolerance is gone";
}
