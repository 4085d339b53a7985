/** What the hand-written configuration of the tests depends on. */
export interface Shape {
  /** Zone letters by replica name; the first one is created as `init`. */
  readonly replicas: Readonly<Record<string, string>>;
  readonly remove?: readonly string[];
  readonly backends: readonly string[];
  /** A replica's name, `balancer` or null. */
  readonly endpoint: string | null;
  readonly protectedReplicas?: readonly string[];
  readonly machineType?: string;
  readonly etcdDiskGb?: number;
  readonly allowedCidrs?: readonly string[];
}

type Json = Readonly<Record<string, unknown>>;

const region = "europe-west1";
const project = "acme";
const labels = { cluster: "prod" };
const secrets = ["ca", "service-account", "encryption"];
/** What Terraform resolves when it applies. */
const ref = (expression: string) => `\${${expression}}`;
const zone = (letter: string) => `${region}-${letter}`;

/** A Terraform configuration with each kind of resource that a control plane consists of, in JSON syntax. */
export function configuration(shape: Shape): Json {
  const { replicas, backends, endpoint } = shape;
  const names = Object.keys(replicas);
  const zones = [...new Set(Object.values(replicas))];
  const balanced = backends.length > 0 || endpoint === "balancer";
  return {
    terraform: {
      backend: { gcs: { bucket: "acme-quorate", prefix: "quorate/acme/prod" } },
      required_providers: { google: { source: "hashicorp/google", version: "5.39.0" } },
    },
    provider: { google: { project, region, batching: { enable_batching: false } } },
    resource: {
      google_compute_address: {
        endpoint: { name: "prod-endpoint", region, labels },
        nat: { name: "prod-nat", region, labels },
        ...each(names, (name) => ({
          name,
          region,
          labels,
          address_type: "INTERNAL",
          subnetwork: `projects/${project}/regions/${region}/subnetworks/default`,
        })),
      },
      google_compute_disk: each(names, (name) => ({
        name: `${name}-etcd`,
        zone: zone(replicas[name] ?? ""),
        type: "pd-ssd",
        size: shape.etcdDiskGb ?? 50,
        labels,
      })),
      google_compute_instance: each(names, (name, index) => instance(shape, name, index)),
      google_compute_instance_group: Object.fromEntries(
        zones.map((letter) => [letter, { name: `prod-${letter}`, zone: zone(letter) }]),
      ),
      ...(backends.length > 0
        ? { google_compute_instance_group_membership: each(backends, (name) => membership(shape, name)) }
        : {}),
      ...(balanced ? balancer(zones) : {}),
      ...(endpoint === "balancer" ? { google_compute_forwarding_rule: { endpoint: forwardingRule(names) } } : {}),
      google_compute_firewall: firewalls(shape),
      google_compute_router: { nat: { name: "prod", region, network: "default" } },
      google_compute_router_nat: {
        nat: {
          name: "prod",
          region,
          router: ref("google_compute_router.nat.name"),
          nat_ip_allocate_option: "MANUAL_ONLY",
          nat_ips: [ref("google_compute_address.nat.self_link")],
          source_subnetwork_ip_ranges_to_nat: "ALL_SUBNETWORKS_ALL_IP_RANGES",
        },
      },
      google_service_account: { replicas: { account_id: "prod-replica", display_name: "Replicas of prod" } },
      google_project_iam_member: {
        logs: { project, role: "roles/logging.logWriter", member: ref("google_service_account.replicas.member") },
      },
      google_secret_manager_secret: each(secrets, (name) => ({
        secret_id: `prod-${name}`,
        replication: { auto: {} },
        labels,
      })),
      google_secret_manager_secret_iam_member: Object.fromEntries(
        secrets.flatMap((name) =>
          ["secretAccessor", "secretVersionAdder"].map((role) => [`${name}_${role}`, grant(name, role)]),
        ),
      ),
    },
  };
}

function each(names: readonly string[], make: (name: string, index: number) => Json): Json {
  return Object.fromEntries(names.map((name, index) => [name, make(name, index)]));
}

function grant(secret: string, role: string): Json {
  return {
    secret_id: ref(`google_secret_manager_secret.${secret}.id`),
    role: `roles/secretmanager.${role}`,
    member: ref("google_service_account.replicas.member"),
  };
}

function instance(shape: Shape, name: string, index: number): Json {
  const members = { members: Object.keys(shape.replicas), remove: shape.remove ?? [] };
  const holdsEndpoint = shape.endpoint === name;
  return {
    name,
    zone: zone(shape.replicas[name] ?? ""),
    machine_type: shape.machineType ?? "e2-standard-4",
    allow_stopping_for_update: true,
    deletion_protection: shape.protectedReplicas?.includes(name) ?? false,
    tags: ["prod-replica"],
    labels,
    boot_disk: { initialize_params: { image: "debian-cloud/debian-12", size: 20, type: "pd-balanced" } },
    attached_disk: { source: ref(`google_compute_disk.${name}.id`), device_name: "etcd" },
    network_interface: {
      subnetwork: `projects/${project}/regions/${region}/subnetworks/default`,
      network_ip: ref(`google_compute_address.${name}.address`),
      ...(holdsEndpoint ? { access_config: { nat_ip: ref("google_compute_address.endpoint.address") } } : {}),
    },
    metadata: {
      "enable-guest-attributes": "TRUE",
      "quorate-cluster": JSON.stringify({ name: "prod" }),
      "quorate-role": index === 0 ? "init" : "join",
      "quorate-members": JSON.stringify(members),
      "startup-script": "#!/bin/sh\nexit 0\n",
    },
    service_account: { email: ref("google_service_account.replicas.email"), scopes: ["cloud-platform"] },
    shielded_instance_config: { enable_secure_boot: true, enable_vtpm: true, enable_integrity_monitoring: true },
  };
}

function membership(shape: Shape, name: string): Json {
  const letter = shape.replicas[name] ?? "";
  return {
    zone: zone(letter),
    instance_group: ref(`google_compute_instance_group.${letter}.name`),
    instance: ref(`google_compute_instance.${name}.self_link`),
  };
}

function balancer(zones: readonly string[]): Json {
  return {
    google_compute_region_health_check: {
      api: { name: "prod-api", region, https_health_check: { port: 6443, request_path: "/readyz" } },
    },
    google_compute_region_backend_service: {
      api: {
        name: "prod-api",
        region,
        protocol: "TCP",
        load_balancing_scheme: "EXTERNAL",
        connection_draining_timeout_sec: 60,
        health_checks: [ref("google_compute_region_health_check.api.id")],
        backend: zones.map((letter) => ({
          group: ref(`google_compute_instance_group.${letter}.id`),
          balancing_mode: "CONNECTION",
        })),
      },
    },
  };
}

function forwardingRule(names: readonly string[]): Json {
  return {
    name: "prod-endpoint",
    region,
    ip_address: ref("google_compute_address.endpoint.address"),
    ip_protocol: "TCP",
    load_balancing_scheme: "EXTERNAL",
    ports: ["6443"],
    labels,
    backend_service: ref("google_compute_region_backend_service.api.id"),
    depends_on: names.map((name) => `google_compute_instance.${name}`),
  };
}

function firewalls(shape: Shape): Json {
  return {
    api: {
      name: "prod-api",
      network: "default",
      source_ranges: shape.allowedCidrs ?? ["0.0.0.0/0"],
      target_tags: ["prod-replica"],
      allow: { protocol: "tcp", ports: ["6443"] },
    },
    peers: {
      name: "prod-etcd-peers",
      network: "default",
      source_tags: ["prod-replica"],
      target_tags: ["prod-replica"],
      allow: { protocol: "tcp", ports: ["2380"] },
    },
  };
}
