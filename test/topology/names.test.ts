import { expect, test } from "@jest/globals";
import { gceName, logicalId, metadataKey, nameIn, resourceType, secrets } from "../../src/topology/names.ts";

/** Values and, of functions, what they make of `prod` and whatever else they ask for. */
function all(names: Readonly<Record<string, string | ((...of: never[]) => string)>>): Record<string, string> {
  const of = ["prod", "ca"] as never[];
  return Object.fromEntries(
    Object.entries(names).map(([key, name]) => [key, typeof name === "string" ? name : name(...of)]),
  );
}

test("addresses in Terraform's state stay the same for ever: another one would destroy and create", () => {
  expect(all(resourceType)).toEqual({
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
  });
  expect(all(logicalId)).toEqual({
    endpoint: "endpoint",
    nat: "nat",
    api: "api",
    apiInternal: "api_internal",
    etcdPeers: "etcd_peers",
    kubelet: "kubelet",
    ssh: "ssh_iap",
    serviceAccount: "replicas",
    logWriter: "replicas_log_writer",
    metricWriter: "replicas_metric_writer",
    replica: "replica_prod",
    etcdDisk: "etcd_prod",
    group: "zone_prod",
    startupScript: "startup_script_prod",
    secret: "prod",
    secretReader: "prod_reader",
    secretWriter: "prod_writer",
  });
  expect(secrets.map((secret) => [secret, logicalId.secret(secret)])).toEqual([
    ["ca", "ca"],
    ["service-account", "service_account"],
    ["encryption", "encryption"],
  ]);
  expect(logicalId.secretReader("service-account")).toBe("service_account_reader");
  expect(logicalId.secretWriter("service-account")).toBe("service_account_writer");
});

test("names on GCE and keys of metadata stay the same for ever", () => {
  expect(all(gceName)).toEqual({
    endpoint: "prod-endpoint",
    nat: "prod-nat",
    api: "prod-api",
    apiInternal: "prod-api-internal",
    etcdPeers: "prod-etcd-peers",
    kubelet: "prod-kubelet",
    ssh: "prod-ssh-iap",
    replicaTag: "prod-replica",
    serviceAccount: "prod-replicas",
    group: "prod-ca",
    etcdDisk: "prod-etcd",
    secret: "prod-ca",
  });
  expect(all(metadataKey)).toEqual({
    cluster: "quorate-cluster",
    members: "quorate-members",
    role: "quorate-role",
    kubernetesVersion: "quorate-kubernetes-version",
    image: "quorate-image",
    startupScript: "startup-script",
    renew: "quorate-renew",
  });
});

test.each([
  ["replica", "replica_prod-b", "prod-b"],
  ["etcd", "etcd_prod-b", "prod-b"],
  ["zone", "zone_europe-west1-b", "europe-west1-b"],
  ["etcd", "replica_prod-b", undefined],
  ["replica", "replicas_log_writer", undefined],
  ["replica", "prod-replica_b", undefined],
] as const)("the name after %s_ in the ID %s is %j", (prefix, id, name) => {
  expect(nameIn(prefix, id)).toBe(name);
});
