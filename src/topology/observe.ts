import { endpointShape } from "./endpoint/endpoint.ts";
import { agreedMembers, type MemberList, unmetNames } from "./member-lists.ts";
import { logicalId, metadataKey, nameIn, resourceType, secrets } from "./names.ts";
import { Attributes, baseName, type Resource, View } from "./resource.ts";
import { observeSettings } from "./settings.ts";
import { sorted } from "./sorted.ts";
import type { Disk, Remains, Replica, Topology } from "./topology.ts";

/** What Terraform's state says of a cluster. */
export type Observation =
  /** Nothing is there, or only what a creation that stopped before its first instance has left. */
  | { readonly kind: "none" }
  /** Disks of replicas without any instance: a cluster that was, or a deletion that stopped halfway. */
  | { readonly kind: "lost"; readonly disks: readonly string[] }
  /** Instances that do not say which cluster they are, or not as this version writes it. */
  | { readonly kind: "foreign"; readonly addresses: readonly string[] }
  | { readonly kind: "cluster"; readonly topology: Topology };

/** Rebuilds the topology from the resources in Terraform's state alone (R11). */
export function observe(resources: readonly Resource[]): Observation {
  const view = new View(resources);
  const instances = view.ofType(resourceType.instance);
  const secretsWritable = secrets.some((secret) =>
    view.has(resourceType.secretIamMember, logicalId.secretWriter(secret)),
  );
  if (instances.length === 0) {
    const disks = sorted(view.named(resourceType.disk, "etcd").map(([name]) => name));
    return disks.length === 0 || secretsWritable ? { kind: "none" } : { kind: "lost", disks };
  }
  const settings = observeSettings(view, instances);
  const endpoint = settings && endpointShape(settings.endpoint.kind).observe(view, settings.name);
  const strangers = instances.filter(([id]) => nameIn("replica", id) === undefined).map(([id]) => id);
  if (settings === undefined || endpoint === undefined || strangers.length > 0) {
    const ids = strangers.length > 0 ? strangers : instances.map(([id]) => id);
    return { kind: "foreign", addresses: ids.map((id) => `${resourceType.instance}.${id}`) };
  }
  const replicas = observeReplicas(view);
  const topology: Topology = {
    settings,
    replicas,
    remains: observeRemains(view, replicas),
    ...agreedMembers(
      instances.map(([, instance]) => memberList(instance)),
      replicas.map(({ name }) => name),
    ),
    endpoint,
    secretsWritable,
  };
  return { kind: "cluster", topology };
}

/**
 * Names that some replicas were told of as members, though the state knows no instance of that name: the run that made it
 * may have died before it could write so. Until it is found it counts as one to remove.
 */
export function unmet(resources: readonly Resource[]): readonly string[] {
  const instances = new View(resources).named(resourceType.instance, "replica");
  return unmetNames(
    instances.map(([, instance]) => memberList(instance)),
    instances.map(([name]) => name),
  );
}

function observeReplicas(view: View): Replica[] {
  const disks = new Map(view.named(resourceType.disk, "etcd"));
  return view
    .named(resourceType.instance, "replica")
    .map(([name, instance]): Replica => {
      const metadata = instance.map("metadata");
      const boot = instance.block("boot_disk").block("initialize_params");
      return {
        name,
        zone: baseName(instance.text("zone")),
        role: metadata.text(metadataKey.role) === "init" ? "init" : "join",
        kubernetesVersion: metadata.text(metadataKey.kubernetesVersion),
        machineType: baseName(instance.text("machine_type")),
        image: metadata.text(metadataKey.image),
        startupScript: metadata.text(metadataKey.startupScript),
        bootDisk: { type: baseName(boot.text("type")), sizeGb: boot.number("size") },
        etcdDisk: disk(disks.get(name) ?? new Attributes({})),
        running: !["TERMINATED", "STOPPED", "STOPPING", "SUSPENDED"].includes(instance.text("current_status")),
        deletionProtection: instance.flag("deletion_protection"),
        ...(metadata.text(metadataKey.renew) === "true" ? { renew: true as const } : {}),
      };
    })
    .sort((a, b) => (a.name < b.name ? -1 : 1));
}

function disk(attributes: Attributes): Disk {
  return { type: baseName(attributes.text("type")), sizeGb: attributes.number("size") };
}

function observeRemains(view: View, replicas: readonly Replica[]): Remains[] {
  const alive = new Set(replicas.map((replica) => replica.name));
  const disks = new Map(view.named(resourceType.disk, "etcd"));
  const addresses = new Map(view.named(resourceType.address, "replica"));
  return sorted([...disks.keys(), ...addresses.keys()])
    .filter((name) => !alive.has(name))
    .map((name): Remains => {
      const left = disks.get(name);
      const address = addresses.has(name);
      if (left === undefined) return { name, address };
      return { name, address, etcdDisk: { ...disk(left), zone: baseName(left.text("zone")) } };
    });
}

function memberList(instance: Attributes): MemberList {
  try {
    const list = new Attributes(JSON.parse(instance.map("metadata").text(metadataKey.members)));
    return { members: list.texts("members"), remove: list.texts("remove") };
  } catch {
    return { members: [], remove: [] };
  }
}
