/**
 * What resources are called, in Terraform and on GCE. Synth writes by these names and observe reads by them. Each
 * derives from a name that people chose, so that reordering a list of replicas never renames anything.
 */

/** Terraform's types of the resources that a cluster consists of. */
export const resourceType = {
  address: "google_compute_address",
  disk: "google_compute_disk",
  firewall: "google_compute_firewall",
  forwardingRule: "google_compute_forwarding_rule",
  instance: "google_compute_instance",
  group: "google_compute_instance_group",
  membership: "google_compute_instance_group_membership",
  backendService: "google_compute_region_backend_service",
  healthCheck: "google_compute_region_health_check",
  router: "google_compute_router",
  routerNat: "google_compute_router_nat",
  projectIamMember: "google_project_iam_member",
  secret: "google_secret_manager_secret",
  secretIamMember: "google_secret_manager_secret_iam_member",
  serviceAccount: "google_service_account",
} as const;

/** The cluster's secrets, by the name that their resources end in. */
export const secrets = ["ca", "service-account", "encryption"] as const;
export type Secret = (typeof secrets)[number];

/** Logical IDs: the second half of a Terraform address. */
export const logicalId = {
  /** The endpoint's address. */
  endpoint: "endpoint",
  /** The NAT's address, its router and the NAT itself. */
  nat: "nat",
  /** Health check, backend service, forwarding rule, and the firewall rule for clients. */
  api: "api",
  apiInternal: "api_internal",
  etcdPeers: "etcd_peers",
  kubelet: "kubelet",
  ssh: "ssh_iap",
  serviceAccount: "replicas",
  logWriter: "replicas_log_writer",
  metricWriter: "replicas_metric_writer",
  /** A replica's instance, its internal address and its membership of a group. */
  replica: (name: string) => `replica_${name}`,
  etcdDisk: (replica: string) => `etcd_${replica}`,
  group: (zone: string) => `zone_${zone}`,
  /** The local value that holds the startup script of this hash. */
  startupScript: (hash: string) => `startup_script_${hash}`,
  secret: (secret: Secret) => secret.replace("-", "_"),
  secretReader: (secret: Secret) => `${secret.replace("-", "_")}_reader`,
  secretWriter: (secret: Secret) => `${secret.replace("-", "_")}_writer`,
} as const;

/** The replica's name in a logical ID that begins with `prefix_`; undefined for another ID. */
export function nameIn(prefix: "replica" | "etcd" | "zone", id: string): string | undefined {
  return id.startsWith(`${prefix}_`) ? id.slice(prefix.length + 1) : undefined;
}

/** Names on GCE: RFC 1035 labels of at most 63 characters, as clusters' names have at most 20 and replicas' 50. */
export const gceName = {
  endpoint: (cluster: string) => `${cluster}-endpoint`,
  nat: (cluster: string) => `${cluster}-nat`,
  api: (cluster: string) => `${cluster}-api`,
  apiInternal: (cluster: string) => `${cluster}-api-internal`,
  etcdPeers: (cluster: string) => `${cluster}-etcd-peers`,
  kubelet: (cluster: string) => `${cluster}-kubelet`,
  ssh: (cluster: string) => `${cluster}-ssh-iap`,
  /** Network tag of every replica. */
  replicaTag: (cluster: string) => `${cluster}-replica`,
  /** Service-account IDs have 6 to 30 characters. */
  serviceAccount: (cluster: string) => `${cluster}-replicas`,
  group: (cluster: string, zone: string) => `${cluster}-${zone}`,
  etcdDisk: (replica: string) => `${replica}-etcd`,
  secret: (cluster: string, secret: Secret) => `${cluster}-${secret}`,
} as const;

/** Keys of instance metadata that carry what the replica must know. */
export const metadataKey = {
  /** Settings of the whole cluster, as JSON. */
  cluster: "quorate-cluster",
  /** `{ "members": […], "remove": […] }`. */
  members: "quorate-members",
  role: "quorate-role",
  kubernetesVersion: "quorate-kubernetes-version",
  image: "quorate-image",
  /** GCE's own key for what runs at every boot. */
  startupScript: "startup-script",
  /** `true` on an instance that is to be removed and created anew. */
  renew: "quorate-renew",
} as const;
