import type { ClusterSpec } from "../cluster/cluster-spec.ts";
import { parseClusterMetadata } from "./cluster-metadata.ts";
import { logicalId, metadataKey, resourceType } from "./names.ts";
import { type Attributes, baseName, type View } from "./resource.ts";
import { sorted } from "./sorted.ts";

/**
 * What is the same for every replica of a cluster and becomes a resource attribute. CIDR lists are sorted and hold no
 * value twice, because Terraform's sets forget their order.
 */
export interface ClusterSettings extends Pick<ClusterSpec, "name" | "project" | "region" | "network"> {
  readonly endpoint: EndpointSettings;
}

/** Of each kind of endpoint. What the file says of the load balancer is in the topology itself. */
type EndpointSettings<Wanted = ClusterSpec["endpoint"]> = Wanted extends unknown ? Omit<Wanted, "loadBalancer"> : never;

/** The settings that a cluster spec asks for. */
export function desiredSettings({ name, project, region, network, endpoint }: ClusterSpec): ClusterSettings {
  const { loadBalancer: _, ...settings }: ClusterSpec["endpoint"] & { loadBalancer?: unknown } = endpoint;
  const allowedCidrs = sorted(endpoint.allowedCidrs);
  return { name, project, region, network, endpoint: { ...settings, allowedCidrs } };
}

/** The settings that resources show: their attributes, and what the first instance was told; undefined without either. */
export function observeSettings(view: View, instances: [string, Attributes][]): ClusterSettings | undefined {
  const [, instance] = instances[0] ?? [];
  const told = parseClusterMetadata(instance?.map("metadata").text(metadataKey.cluster) ?? "");
  const api = view.get(resourceType.firewall, logicalId.api);
  if (instance === undefined || told === undefined || api === undefined) return undefined;
  const nic = instance.block("network_interface");
  return {
    name: told.name,
    project: instance.text("project"),
    region: regionOf(baseName(instance.text("zone"))),
    network: {
      name: baseName(nic.text("network")),
      subnetwork: baseName(nic.text("subnetwork")),
      ...told.network,
      egress: view.has(resourceType.router, logicalId.nat) ? "managedNat" : "existingNat",
    },
    endpoint: { ...told.endpoint, allowedCidrs: sorted(api.texts("source_ranges")) },
  };
}

/** GCE calls a zone by its region and a letter. */
function regionOf(zone: string): string {
  return zone.slice(0, zone.lastIndexOf("-"));
}

/** Fields of the file that may change on a cluster that exists. Every other setting is fixed when it is created. */
const changeable: readonly string[] = ["spec.network.egress", "spec.endpoint.allowedCidrs"];

/** The settings that cannot change on a cluster that exists, by their fields in the file. */
export function fixedSettings({ name, ...spec }: ClusterSettings): ReadonlyMap<string, unknown> {
  return new Map([["metadata.name", name], ...fixedFields(spec, "spec")]);
}

function fixedFields(values: object, path: string): [string, unknown][] {
  return Object.entries(values).flatMap(([key, value]): [string, unknown][] => {
    const field = `${path}.${key}`;
    if (changeable.includes(field)) return [];
    return typeof value === "object" ? fixedFields(value, field) : [[field, value]];
  });
}
