import type { Machine } from "../../driver.ts";

/** A value of the metadata server, or a folder of values. Arrays are folders whose names count from 0. */
export type MetadataNode = string | readonly MetadataNode[] | { readonly [name: string]: MetadataNode };

/** What an instance can read at `/computeMetadata/v1/` apart from tokens and guest attributes. */
export function metadataTree(machine: Machine, forwardedIps: readonly string[]): MetadataNode {
  const { project, zone, name } = machine;
  const number = "100000000001";
  const account = {
    aliases: ["default"],
    email: machine.serviceAccount ?? "",
    scopes: ["https://www.googleapis.com/auth/cloud-platform"],
  };
  return {
    instance: {
      attributes: machine.metadata,
      disks: machine.disks.map((disk, index) => ({
        "device-name": disk.deviceName,
        index: String(index),
        mode: "READ_WRITE",
        type: disk.boot ? "PERSISTENT-BALANCED" : "PERSISTENT",
      })),
      hostname: fullName(machine),
      id: machine.id,
      name,
      "network-interfaces": [
        {
          "access-configs":
            machine.externalIp === null ? [] : [{ "external-ip": machine.externalIp, type: "ONE_TO_ONE_NAT" }],
          "forwarded-ips": forwardedIps,
          ip: machine.internalIp,
          network: `projects/${number}/networks/default`,
        },
      ],
      "service-accounts":
        machine.serviceAccount === null ? {} : { default: account, [machine.serviceAccount]: account },
      tags: machine.tags,
      zone: `projects/${number}/zones/${zone}`,
    },
    project: { attributes: {}, "numeric-project-id": number, "project-id": project },
  };
}

/** The name that Google's internal DNS knows an instance by. */
export function fullName({ name, zone, project }: Machine): string {
  return `${name}.${zone}.c.${project}.internal`;
}

/** What is at a path below the tree's root, or undefined. */
export function nodeAt(tree: MetadataNode, path: string): MetadataNode | undefined {
  const parts = path.split("/").filter(Boolean);
  return parts.reduce<MetadataNode | undefined>(
    (node, part) =>
      typeof node === "object" && Object.hasOwn(node, part) ? (node as Record<string, MetadataNode>)[part] : undefined,
    tree,
  );
}

/** A folder as a list of its names, one a line, with a slash after those of folders. */
export function listing(node: MetadataNode): string {
  return Object.entries(node)
    .map(([name, value]) => `${name}${typeof value === "string" ? "" : "/"}\n`)
    .join("");
}

/** A node as JSON: as GCE does, names in camel case but for those that people chose. */
export function metadataJson(node: MetadataNode, chosen: boolean): string {
  return JSON.stringify(camel(node, chosen));
}

function camel(node: MetadataNode, chosen: boolean): unknown {
  if (typeof node === "string") return node;
  if (Array.isArray(node)) return node.map((value) => camel(value, false));
  return Object.fromEntries(
    Object.entries(node).map(([name, value]) => [
      chosen ? name : name.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase()),
      camel(value, name === "attributes" || name === "service-accounts"),
    ]),
  );
}
