import type { ClusterSettings } from "./topology.ts";

/**
 * The settings that a replica needs to know of its cluster, as the metadata value under `metadataKey.cluster`.
 * `endpointAddress` is the IP, or whatever stands for it until it is known. Lists that firewall rules carry are not in
 * it: replicas do not need them.
 */
export function printClusterMetadata(settings: ClusterSettings, endpointAddress: string): string {
  const { name, network, endpoint } = settings;
  return JSON.stringify({
    name,
    endpoint: { kind: endpoint.kind, address: endpointAddress, port: endpoint.port },
    podCidr: network.podCidr,
    serviceCidr: network.serviceCidr,
  });
}

export interface ClusterMetadata {
  readonly name: string;
  readonly kind: "external";
  readonly port: number;
  readonly podCidr: string;
  readonly serviceCidr: string;
}

/** Reads what `printClusterMetadata` wrote; undefined when it is something else. */
export function parseClusterMetadata(text: string): ClusterMetadata | undefined {
  try {
    const { name, endpoint, podCidr, serviceCidr } = JSON.parse(text);
    const well =
      [name, podCidr, serviceCidr].every((value) => typeof value === "string") &&
      endpoint.kind === "external" &&
      typeof endpoint.port === "number";
    return well ? { name, kind: endpoint.kind, port: endpoint.port, podCidr, serviceCidr } : undefined;
  } catch {
    return undefined;
  }
}
