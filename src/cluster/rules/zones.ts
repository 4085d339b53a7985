import { quote } from "../quote.ts";
import type { Violation } from "../violation.ts";
import { type Rule, replicasPath } from "./rule.ts";

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
