import type { GoogleClient } from "./client.ts";
import type { Endpoints } from "./endpoints.ts";

/** A resource that Terraform is about to create, by its type and planned attributes. */
export interface PlannedResource {
  readonly type: string;
  readonly attributes: Readonly<Record<string, unknown>>;
}

/** Where the provider's resources are in the API, by type: `path` below the API's base, and Terraform's import ID. */
interface Location {
  readonly url: string;
  readonly importId: string;
  readonly method?: string;
  /** Where the resource is a part of what the URL answers: whether that part is there. */
  readonly holds?: (answer: string) => boolean;
}

/**
 * The import ID of a resource that exists already, though Terraform's state does not know it: a run that was killed
 * between a call and the writing of the state leaves such. undefined for one that does not exist. Rights in a policy
 * never count as existing: granting them twice is granting them once.
 */
export async function existing(
  client: GoogleClient,
  endpoints: Endpoints,
  project: string,
  planned: PlannedResource,
): Promise<string | undefined> {
  const location = locate(endpoints, project, planned);
  if (location === undefined) return undefined;
  const { url, importId, method = "GET", holds = () => true } = location;
  const answer = await client.send(url, { method, absent: [403, 404], ...(method === "POST" ? { body: "{}" } : {}) });
  return answer !== undefined && holds(answer.text) ? importId : undefined;
}

function locate(endpoints: Endpoints, project: string, { type, attributes }: PlannedResource): Location | undefined {
  const value = (key: string) => baseName(String(attributes[key] ?? ""));
  const compute = (path: string): Location => {
    const importId = `projects/${project}/${path}`;
    return { url: endpoints.compute + importId, importId };
  };
  const regional = (collection: string) => compute(`regions/${value("region")}/${collection}/${value("name")}`);
  const zonal = (collection: string) => compute(`zones/${value("zone")}/${collection}/${value("name")}`);
  switch (type) {
    case "google_compute_address":
      return regional("addresses");
    case "google_compute_disk":
      return zonal("disks");
    case "google_compute_firewall":
      return compute(`global/firewalls/${value("name")}`);
    case "google_compute_forwarding_rule":
      return regional("forwardingRules");
    case "google_compute_instance":
      return zonal("instances");
    case "google_compute_instance_group":
      return zonal("instanceGroups");
    case "google_compute_instance_group_membership": {
      const group = compute(`zones/${value("zone")}/instanceGroups/${value("instance_group")}`);
      const instance = value("instance");
      return {
        url: `${group.url}/listInstances`,
        method: "POST",
        importId: `${group.importId}/${instance}`,
        holds: (answer) =>
          (JSON.parse(answer).items ?? []).some(
            (item: { instance?: string }) => baseName(item.instance ?? "") === instance,
          ),
      };
    }
    case "google_compute_region_backend_service":
      return regional("backendServices");
    case "google_compute_region_health_check":
      return regional("healthChecks");
    case "google_compute_router":
      return regional("routers");
    case "google_compute_router_nat": {
      const router = compute(`regions/${value("region")}/routers/${value("router")}`);
      return {
        url: router.url,
        importId: `${router.importId}/${value("name")}`,
        holds: (answer) => (JSON.parse(answer).nats ?? []).some((nat: { name?: string }) => nat.name === value("name")),
      };
    }
    case "google_secret_manager_secret": {
      const importId = `projects/${project}/secrets/${value("secret_id")}`;
      return { url: endpoints.secretManager + importId, importId };
    }
    case "google_service_account": {
      const importId = `projects/${project}/serviceAccounts/${value("account_id")}@${project}.iam.gserviceaccount.com`;
      return { url: `${endpoints.iam}v1/${importId}`, importId };
    }
    default:
      return undefined;
  }
}

function baseName(link: string): string {
  return link.slice(link.lastIndexOf("/") + 1);
}
