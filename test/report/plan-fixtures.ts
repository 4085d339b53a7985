import type { Diagnostic } from "../../src/cluster/diagnostic.ts";
import { quorum, tolerance } from "../../src/cluster/quorum.ts";
import type { DetailedStep, Plan } from "../../src/plan/plan.ts";
import type { ResourceChange } from "../../src/plan/resource-change.ts";
import type { EtcdState, Verdict } from "../../src/plan/step.ts";
import { countActions } from "../../src/report/phrase/count-phrase.ts";
import type { LoadBalanced } from "../../src/topology/endpoint/load-balanced.ts";
import type { Replica, Topology } from "../../src/topology/topology.ts";
import { atRest, endpointOf, withEndpoint } from "../kit/cluster/cluster-fixture.ts";

const SCRIPT = ["#!/bin/bash", "set -euo pipefail", ...Array.from({ length: 40 }, (_, at) => `step_${at}`)].join("\n");

/** A replica of the cluster `prod` in `europe-west1-<letter>`. */
export function replica(letter: string, changes: Partial<Replica> = {}): Replica {
  return {
    name: `prod-${letter}`,
    zone: `europe-west1-${letter}`,
    role: letter === "b" ? "init" : "join",
    kubernetesVersion: "1.36.3",
    machineType: "e2-standard-4",
    image: "ubuntu-os-cloud/ubuntu-2404-lts-amd64",
    startupScript: SCRIPT,
    bootDisk: { type: "pd-balanced", sizeGb: 20 },
    etcdDisk: { type: "pd-ssd", sizeGb: 50 },
    running: true,
    deletionProtection: true,
    ...changes,
  };
}

const { settings } = atRest("b");

/** A topology with a replica, a member and a zone's group per letter. */
export function topology(letters: string, changes: Partial<Topology> = {}): Topology {
  const names = [...letters].map((letter) => `prod-${letter}`);
  return {
    settings: { ...settings, endpoint: { ...settings.endpoint, allowedCidrs: ["0.0.0.0/0"] } },
    replicas: [...letters].map((letter) => replica(letter)),
    remains: [],
    members: names,
    remove: [],
    endpoint: {
      kind: "external",
      backends: [],
      groups: [...letters].map((letter) => `europe-west1-${letter}`),
      healthCheck: false,
      backendService: null,
      address: { on: "replica", name: names[0] ?? "" },
    },
    secretsWritable: false,
    ...changes,
  };
}

export function etcd(voters: number, healthy: number | null = null): EtcdState {
  return { voters, quorum: quorum(voters), tolerates: tolerance(voters), healthy };
}

export function change(
  address: string,
  parts: Partial<ResourceChange> & Pick<ResourceChange, "actions">,
): ResourceChange {
  return { address, before: null, after: null, afterUnknown: {}, ...parts };
}

export function metadata(members: readonly string[], remove: readonly string[] = []): Record<string, string> {
  return {
    "quorate-members": JSON.stringify({ members, remove }),
    "quorate-role": "join",
    "startup-script": SCRIPT,
  };
}

/** An instance's configured attributes, as they are synthesized. */
export function instance(letter: string, members: readonly string[]): Record<string, unknown> {
  return {
    name: `prod-${letter}`,
    zone: `europe-west1-${letter}`,
    machine_type: "e2-standard-4",
    deletion_protection: true,
    tags: ["prod-control-plane"],
    boot_disk: { initialize_params: { image: "ubuntu-os-cloud/ubuntu-2404-lts-amd64", size: 20, type: "pd-balanced" } },
    attached_disk: [{ source: `\${google_compute_disk.etcd_prod-${letter}.id}`, device_name: "etcd" }],
    network_interface: [{ subnetwork: "default" }],
    metadata: metadata(members),
  };
}

export function updateMembers(letter: string, before: readonly string[], after: readonly string[]): ResourceChange {
  return change(`google_compute_instance.replica_prod-${letter}`, {
    actions: ["update"],
    before: instance(letter, before),
    after: instance(letter, after),
  });
}

/** The parts of a load balancer that sends to these zones, all but its rule. */
export function balancer(letters: string): Pick<LoadBalanced, "healthCheck" | "backendService"> {
  return { healthCheck: true, backendService: { zones: [...letters].map((letter) => `europe-west1-${letter}`) } };
}

function createReplica(letter: string, members: readonly string[]): readonly ResourceChange[] {
  return [
    change(`google_compute_address.replica_prod-${letter}`, {
      actions: ["create"],
      after: { name: `prod-${letter}`, address_type: "INTERNAL", region: "europe-west1" },
      afterUnknown: { address: true },
    }),
    change(`google_compute_disk.etcd_prod-${letter}`, {
      actions: ["create"],
      after: { name: `prod-${letter}-etcd`, type: "pd-ssd", size: 50, zone: `europe-west1-${letter}` },
      afterUnknown: { id: true },
    }),
    change(`google_compute_instance.replica_prod-${letter}`, {
      actions: ["create"],
      after: instance(letter, members),
      afterUnknown: { id: true, network_interface: [{ network_ip: true }] },
    }),
  ];
}

/** A step with everything that is not given filled in. */
export function step(parts: Partial<DetailedStep> & Pick<DetailedStep, "kind" | "before" | "after">): DetailedStep {
  const voters = (at: Topology | null) => etcd(at?.members.length ?? 0);
  return {
    id: 1,
    subject: "prod",
    title: `Do ${parts.kind}`,
    etcd: { before: voters(parts.before), after: voters(parts.after) },
    endpoint: { interruption: "none", reason: "" },
    gates: [],
    changes: [],
    ...parts,
  };
}

/** A plan of these steps, numbered and counted. */
export function plan(steps: readonly DetailedStep[], parts: Partial<Plan> = {}): Plan {
  const numbered = steps.map((each, at) => ({ ...each, id: at + 1 }));
  const to = parts.to === undefined ? (steps.at(-1)?.after ?? null) : parts.to;
  return {
    cluster: "prod",
    digest: `sha256:${"0123456789abcdef".repeat(4)}`,
    basis: "spec",
    summary: { steps: steps.length, ...countActions(steps.flatMap((each) => each.changes)) },
    steps: numbered,
    verdict: to === null ? null : verdict(to),
    from: steps[0]?.before ?? null,
    to,
    diagnostics: [],
    ...parts,
  };
}

function verdict(at: Topology): Verdict {
  const voters = at.members.length;
  const zones = [...new Set(at.replicas.map((each) => each.zone))];
  const { quorum: needed, tolerates } = etcd(voters);
  const inZone = (zone: string) => at.replicas.filter((each) => each.zone === zone).length;
  const losses = zones.map((zone) => [zone, voters - inZone(zone) >= needed ? "survives" : "losesQuorum"] as const);
  return { voters, quorum: needed, tolerates, zoneLoss: Object.fromEntries(losses) };
}

/** A new cluster with one replica. */
export function createOne(): Plan {
  const after = topology("b");
  return plan([
    step({
      kind: "create",
      before: null,
      after,
      title: "Create the cluster with prod-b in europe-west1-b",
      gates: [{ when: "after", check: "api-ready", subject: "prod-b" }],
      changes: [
        change("google_compute_address.endpoint", {
          actions: ["create"],
          after: { name: "prod-endpoint", region: "europe-west1" },
          afterUnknown: { address: true },
        }),
        change("google_compute_firewall.api", {
          actions: ["create"],
          after: {
            name: "prod-api",
            network: "default",
            source_ranges: ["0.0.0.0/0"],
            allow: [{ protocol: "tcp", ports: ["6443"] }],
          },
        }),
        ...createReplica("b", ["prod-b"]),
      ],
    }),
  ]);
}

/** One replica becomes three; the IP moves to a load balancer. */
export function growToThree(): Plan {
  const one = topology("b");
  const two = topology("bc");
  const built = withEndpoint(two, { ...balancer("bc"), backends: ["prod-b", "prod-c"] });
  const moved = withEndpoint(built, { address: { on: "loadBalancer" } });
  const grown = topology("bcd");
  const three = withEndpoint(grown, { ...moved.endpoint, groups: endpointOf(grown).groups });
  const done = withEndpoint(three, { ...balancer("bcd"), backends: ["prod-b", "prod-c", "prod-d"] });
  return plan(
    [
      step({
        kind: "add-replica",
        subject: "prod-c",
        title: "Add prod-c in europe-west1-c",
        before: one,
        after: two,
        etcd: { before: etcd(1, 1), after: etcd(2) },
        gates: [
          { when: "before", check: "etcd-healthy", subject: "prod" },
          { when: "after", check: "member-votes", subject: "prod-c" },
          { when: "after", check: "api-ready", subject: "prod-c" },
        ],
        changes: [...createReplica("c", ["prod-b", "prod-c"]), updateMembers("b", ["prod-b"], ["prod-b", "prod-c"])],
      }),
      step({
        kind: "build-balancer",
        title: "Build the load balancer with prod-b and prod-c",
        before: two,
        after: built,
        changes: [
          change("google_compute_region_backend_service.api", {
            actions: ["create"],
            after: { name: "prod-api", protocol: "TCP", connection_draining_timeout_sec: 60 },
          }),
        ],
      }),
      step({
        kind: "move-address",
        title: "Move the endpoint's IP from prod-b to the load balancer",
        before: built,
        after: moved,
        endpoint: { interruption: "brief", reason: "the IP is released by prod-b before the load balancer takes it" },
        changes: [
          change("google_compute_forwarding_rule.api", {
            actions: ["create"],
            after: { name: "prod-api", ip_address: "${google_compute_address.endpoint.id}", ports: ["6443"] },
          }),
          change("google_compute_instance.replica_prod-b", {
            actions: ["update"],
            before: {
              ...instance("b", ["prod-b", "prod-c"]),
              network_interface: [{ subnetwork: "default", access_config: [{ nat_ip: "203.0.113.7" }] }],
            },
            after: instance("b", ["prod-b", "prod-c"]),
          }),
        ],
      }),
      step({
        kind: "add-replica",
        subject: "prod-d",
        title: "Add prod-d in europe-west1-d",
        before: moved,
        after: three,
        gates: [{ when: "after", check: "member-votes", subject: "prod-d" }],
        changes: [
          ...createReplica("d", ["prod-b", "prod-c", "prod-d"]),
          updateMembers("b", ["prod-b", "prod-c"], ["prod-b", "prod-c", "prod-d"]),
          updateMembers("c", ["prod-b", "prod-c"], ["prod-b", "prod-c", "prod-d"]),
        ],
      }),
      step({
        kind: "attach-backend",
        subject: "prod-d",
        title: "Send traffic to prod-d",
        before: three,
        after: done,
        changes: [
          change("google_compute_instance_group_membership.replica_prod-d", {
            actions: ["create"],
            after: { zone: "europe-west1-d", instance_group: "prod-europe-west1-d" },
          }),
        ],
      }),
    ],
    { basis: "verified" },
  );
}

export function nothingToDo(): Plan {
  const backends = ["prod-b", "prod-c", "prod-d"];
  const now = withEndpoint(topology("bcd"), { backends, ...balancer("bcd"), address: { on: "loadBalancer" } });
  return plan([], { from: now, to: now, verdict: verdict(now), basis: "state" });
}

export const TWO_REPLICAS: Diagnostic = {
  severity: "error",
  code: "Q012",
  message: "Two replicas tolerate no failure, and losing either of them stops the cluster",
  remedy: "Use one or three replicas, or set controlPlane.acceptTwoReplicas to true.",
  position: { file: "clusters/prod.yaml", line: 14, column: 7 },
};

export const OPEN_TO_THE_WORLD: Diagnostic = {
  severity: "warning",
  code: "Q031",
  message: "The API server is open to every address",
  remedy: "List the networks of your clients in endpoint.allowedCidrs.",
};

export function refused(): Plan {
  return plan([], { from: topology("b"), to: null, verdict: null, diagnostics: [OPEN_TO_THE_WORLD, TWO_REPLICAS] });
}

export function deleteAll(): Plan {
  const before = topology("b");
  return plan([
    step({
      kind: "delete-cluster",
      title: "Delete the cluster prod",
      before,
      after: null,
      endpoint: { interruption: "outage", reason: "the cluster is gone" },
      changes: [
        change("google_compute_instance.replica_prod-b", { actions: ["delete"], before: instance("b", ["prod-b"]) }),
        change("google_compute_firewall.api", {
          actions: ["delete"],
          before: { name: "prod-api", source_ranges: ["0.0.0.0/0"], allow: [{ protocol: "tcp", ports: ["6443"] }] },
        }),
      ],
    }),
  ]);
}

/** Every fixture by its name. */
export const PLANS: Readonly<Record<string, () => Plan>> = { createOne, growToThree, nothingToDo, refused, deleteAll };
