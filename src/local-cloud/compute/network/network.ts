import { notFound } from "../../cloud-error.ts";
import type { Json } from "../collection.ts";
import { regionNames, subnetworkPrefix } from "../region.ts";
import { lastPart, link, placeOf } from "../resource.ts";

const created = "2024-01-01T00:00:00.000-07:00";

/** Every project has one network, `default`, with a subnetwork `default` in every region. */
export function requireNetwork(key: string): string {
  if (!/^projects\/[^/]+\/global\/networks\/default$/.test(key)) throw notFound(key);
  return key;
}

/** See `requireNetwork`. */
export function requireSubnetwork(key: string): string {
  const [, region] = /^projects\/[^/]+\/regions\/([^/]+)\/subnetworks\/default$/.exec(key) ?? [];
  if (region === undefined || !regionNames().includes(region)) throw notFound(key);
  return key;
}

/** The subnetwork `default` of a region. */
export function defaultSubnetwork(project: string, region: string): string {
  return `projects/${project}/regions/${region}/subnetworks/default`;
}

/** The network that a subnetwork is part of. */
export function networkOfSubnetwork(key: string): string {
  return `projects/${placeOf(key).project}/global/networks/default`;
}

/** Whether an internal address lies in the subnetwork at `key`. */
export function subnetworkContains(key: string, ip: string): boolean {
  const region = placeOf(key).scope.split("/")[1] ?? "";
  const [first, second, third = 0] = subnetworkPrefix(region).split(".").map(Number);
  const numbers = ip.split(".").map(Number);
  const [a, b, c = -1, d = -1] = numbers;
  return numbers.length === 4 && a === first && b === second && c >= third && c < third + 16 && d >= 0 && d <= 255;
}

/** What GET answers for a network. */
export function networkView(key: string): Json {
  const { project } = placeOf(requireNetwork(key));
  return {
    kind: "compute#network",
    id: "1000000000000000001",
    name: lastPart(key),
    selfLink: link(key),
    selfLinkWithId: link(`projects/${project}/global/networks/1000000000000000001`),
    creationTimestamp: created,
    autoCreateSubnetworks: true,
    mtu: 1460,
    routingConfig: { routingMode: "REGIONAL" },
    networkFirewallPolicyEnforcementOrder: "AFTER_CLASSIC_FIREWALL",
    subnetworks: regionNames().map((region) => link(defaultSubnetwork(project, region))),
  };
}

/** What GET answers for a subnetwork. */
export function subnetworkView(key: string): Json {
  const { project, scope } = placeOf(requireSubnetwork(key));
  const prefix = subnetworkPrefix(scope.slice("regions/".length));
  return {
    kind: "compute#subnetwork",
    id: "1000000000000000002",
    name: lastPart(key),
    selfLink: link(key),
    creationTimestamp: created,
    network: link(networkOfSubnetwork(key)),
    region: link(`projects/${project}/${scope}`),
    ipCidrRange: `${prefix}.0/20`,
    gatewayAddress: `${prefix}.1`,
    privateIpGoogleAccess: false,
    purpose: "PRIVATE",
    stackType: "IPV4_ONLY",
    fingerprint: "c3VibmV0d29yaw==",
  };
}
