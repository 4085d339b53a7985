import { notFound } from "../cloud-error.ts";
import type { Place } from "./resource.ts";

/** Regions with the second and third number of their automatic subnetwork (10.x.y.0/20) and their zones' letters. */
const regions: Readonly<Record<string, readonly [number, number, string]>> = {
  "us-central1": [128, 0, "abcf"],
  "europe-west1": [132, 0, "bcd"],
  "us-west1": [138, 0, "abc"],
  "asia-east1": [140, 0, "abc"],
  "us-east1": [142, 0, "bcd"],
  "asia-northeast1": [146, 0, "abc"],
  "asia-southeast1": [148, 0, "abc"],
  "us-east4": [150, 0, "abc"],
  "australia-southeast1": [152, 0, "abc"],
  "europe-west2": [154, 0, "abc"],
  "europe-west3": [156, 0, "abc"],
  "southamerica-east1": [158, 0, "abc"],
  "asia-south1": [160, 0, "abc"],
  "northamerica-northeast1": [162, 0, "abc"],
  "europe-west4": [164, 0, "abc"],
  "europe-north1": [166, 0, "abc"],
  "us-west2": [168, 0, "abc"],
  "asia-east2": [170, 0, "abc"],
  "europe-west6": [172, 0, "abc"],
  "asia-northeast2": [174, 0, "abc"],
  "asia-northeast3": [178, 0, "abc"],
  "us-west3": [180, 0, "abc"],
  "us-west4": [182, 0, "abc"],
  "asia-southeast2": [184, 0, "abc"],
  "europe-central2": [186, 0, "abc"],
  "northamerica-northeast2": [188, 0, "abc"],
  "asia-south2": [190, 0, "abc"],
  "australia-southeast2": [192, 0, "abc"],
  "southamerica-west1": [194, 0, "abc"],
  "us-east7": [196, 0, "abc"],
  "europe-west8": [198, 0, "abc"],
  "europe-west9": [200, 0, "abc"],
  "us-east5": [202, 0, "abc"],
  "europe-southwest1": [204, 0, "abc"],
  "us-south1": [206, 0, "abc"],
  "me-west1": [208, 0, "abc"],
  "europe-west12": [210, 0, "abc"],
  "me-central1": [212, 0, "abc"],
  "europe-west10": [214, 0, "abc"],
  "me-central2": [216, 0, "abc"],
  "africa-south1": [218, 0, "abc"],
  "europe-north2": [220, 0, "abc"],
  "northamerica-south1": [226, 0, "abc"],
};

/** Names of all regions. */
export function regionNames(): readonly string[] {
  return Object.keys(regions);
}

/** Names of a region's zones. */
export function zonesOf(region: string): readonly string[] {
  return [...(regions[region]?.[2] ?? "")].map((letter) => `${region}-${letter}`);
}

/** The range that the automatic subnetwork of `region` has in every network: its first three numbers. */
export function subnetworkPrefix(region: string): string {
  const [second = 0, third = 0] = regions[region] ?? [];
  return `10.${second}.${third}`;
}

/** Refuses places that GCE does not have. */
export function requirePlace(place: Place): void {
  const [level, where = ""] = place.scope.split("/");
  const known =
    level === "global" ||
    (level === "regions" && where in regions) ||
    (level === "zones" && zonesOf(where.slice(0, where.lastIndexOf("-"))).includes(where));
  if (!known) throw notFound(`projects/${place.project}/${place.scope}`);
}
