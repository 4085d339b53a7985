import { resourceType } from "./names.ts";
import { baseName } from "./resource.ts";

/** One of Terraform's types of resources that a cluster consists of. */
type ResourceType = (typeof resourceType)[keyof typeof resourceType];

/** Where Google's API has the resources of a type. */
interface ApiPattern {
  readonly api: "compute" | "iam" | "secretManager";
  /** Below the project; `{name}` stands for the attribute `name`, and for a link's last part. */
  readonly path: string;
  /** The resource is one item of a list that `path` answers with, or its method: the one whose `key` is its attribute. */
  readonly item?: { readonly list: string; readonly key: string; readonly method?: string };
}

interface ResourceTypeRow {
  /** null: a right in a policy. It never counts as existing, since to grant it twice is to grant it once. */
  readonly location: ApiPattern | null;
  /**
   * Attributes that the provider keeps as it finds them where a configuration does not set them: Terraform never plans
   * their way back. Who they let in, nobody has reviewed.
   */
  readonly keptAsFound?: readonly string[];
}

const compute = (path: string): ApiPattern => ({ api: "compute", path });

/** What is known of each type of resource, beside how it is configured and read back. */
export const resourceTypes: Readonly<Record<string, ResourceTypeRow | undefined>> = {
  [resourceType.address]: { location: compute("regions/{region}/addresses/{name}") },
  [resourceType.disk]: { location: compute("zones/{zone}/disks/{name}") },
  [resourceType.firewall]: {
    location: compute("global/firewalls/{name}"),
    keptAsFound: ["source_ranges", "destination_ranges"],
  },
  [resourceType.forwardingRule]: { location: compute("regions/{region}/forwardingRules/{name}") },
  [resourceType.instance]: { location: compute("zones/{zone}/instances/{name}") },
  [resourceType.group]: { location: compute("zones/{zone}/instanceGroups/{name}") },
  [resourceType.membership]: {
    location: {
      ...compute("zones/{zone}/instanceGroups/{instance_group}"),
      item: { list: "items", key: "instance", method: "listInstances" },
    },
  },
  [resourceType.backendService]: { location: compute("regions/{region}/backendServices/{name}") },
  [resourceType.healthCheck]: { location: compute("regions/{region}/healthChecks/{name}") },
  [resourceType.router]: { location: compute("regions/{region}/routers/{name}") },
  [resourceType.routerNat]: {
    location: { ...compute("regions/{region}/routers/{router}"), item: { list: "nats", key: "name" } },
  },
  [resourceType.projectIamMember]: { location: null },
  [resourceType.secret]: { location: { api: "secretManager", path: "secrets/{secret_id}" } },
  [resourceType.secretIamMember]: { location: null },
  [resourceType.serviceAccount]: {
    location: { api: "iam", path: "serviceAccounts/{account_id}@{project}.iam.gserviceaccount.com" },
  },
} satisfies Record<ResourceType, ResourceTypeRow>;

/** Where Google's API has one resource, or would have it. */
export interface ApiLocation extends ApiPattern {
  /** From `projects/` on. */
  readonly path: string;
  readonly item?: NonNullable<ApiPattern["item"]> & { readonly value: string };
  /** Terraform's. */
  readonly importId: string;
}

/** Where a planned resource is in a project, by its type and attributes; undefined for what never counts as existing. */
export function locate(
  project: string,
  { type, attributes }: { readonly type: string; readonly attributes: Readonly<Record<string, unknown>> },
): ApiLocation | undefined {
  const location = resourceTypes[type]?.location;
  if (!location) return undefined;
  const value = (key: string) => (key === "project" ? project : baseName(String(attributes[key] ?? "")));
  const path = `projects/${project}/${location.path.replace(/\{(\w+)\}/g, (_, key: string) => value(key))}`;
  if (location.item === undefined) return { api: location.api, path, importId: path };
  const item = { ...location.item, value: value(location.item.key) };
  return { api: location.api, path, item, importId: `${path}/${item.value}` };
}
