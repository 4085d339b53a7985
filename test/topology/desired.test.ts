import { expect, test } from "@jest/globals";
import { desiredTopology } from "../../src/topology/desired.ts";
import { atRest, endpointOf, specOf, startupScript } from "../kit/cluster/cluster-fixture.ts";

test("a single replica holds the IP itself, and there is no load balancer", () => {
  expect(atRest("b")).toMatchObject({
    endpoint: {
      kind: "external",
      backends: [],
      groups: ["europe-west1-b"],
      healthCheck: false,
      backendService: null,
      address: { on: "replica", name: "prod-b" },
    },
    members: ["prod-b"],
    remove: [],
    remains: [],
    secretsWritable: false,
  });
});

test.each([
  ["two replicas", atRest("c b")],
  ["a single one where the load balancer is always there", { ...atRest("b", "always") }],
])("%s stand behind the load balancer", (_, topology) => {
  expect(topology).toMatchObject({
    endpoint: {
      address: { on: "loadBalancer" },
      backends: topology.members,
      healthCheck: true,
      backendService: { zones: endpointOf(topology).groups },
    },
  });
  expect(endpointOf(topology).backends.length).toBe(topology.replicas.length);
});

test("every list is in order and says each thing once, so that the order in a file makes no difference", () => {
  const topology = atRest("d c e@c b");
  expect(topology.replicas.map(({ name }) => name)).toEqual(["prod-b", "prod-c", "prod-d", "prod-e"]);
  expect(topology.members).toEqual(["prod-b", "prod-c", "prod-d", "prod-e"]);
  expect(endpointOf(topology).groups).toEqual(["europe-west1-b", "europe-west1-c", "europe-west1-d"]);
  const spec = specOf("b", "always", {
    endpoint: {
      kind: "external",
      loadBalancer: "always",
      port: 6443,
      allowedCidrs: ["192.0.2.0/24", "10.0.0.0/8", "192.0.2.0/24"],
    },
  });
  expect(desiredTopology(spec, startupScript).settings.endpoint.allowedCidrs).toEqual(["10.0.0.0/8", "192.0.2.0/24"]);
});

test("R9: only the first replica of the file may initialise etcd, whatever it is called", () => {
  expect(atRest("d b c").replicas.map(({ name, role }) => [name, role])).toEqual([
    ["prod-b", "join"],
    ["prod-c", "join"],
    ["prod-d", "init"],
  ]);
});

test("a replica has the settings of the file, and those that every replica has", () => {
  expect(atRest("b!").replicas).toEqual([
    {
      name: "prod-b",
      zone: "europe-west1-b",
      role: "init",
      kubernetesVersion: "1.36.3",
      machineType: "e2-standard-8",
      image: "debian-cloud/debian-12",
      startupScript,
      bootDisk: { type: "pd-balanced", sizeGb: 20 },
      etcdDisk: { type: "pd-ssd", sizeGb: 50 },
      running: true,
      deletionProtection: true,
    },
  ]);
});

test("settings are the file's", () => {
  expect(atRest("b").settings).toEqual({
    name: "prod",
    project: "acme-prod",
    region: "europe-west1",
    network: {
      name: "default",
      subnetwork: "default",
      podCidr: "10.244.0.0/16",
      serviceCidr: "10.96.0.0/12",
      egress: "managedNat",
    },
    endpoint: { kind: "external", port: 6443, allowedCidrs: ["203.0.113.0/24"] },
  });
});

test.each(["whenReplicated", "always"] as const)(
  "a spec without replicas is nothing that a parsed file can be (%s)",
  (mode) => {
    const spec = specOf("b", mode, { controlPlane: { acceptTwoReplicas: true, acceptOutage: false, replicas: [] } });
    expect(() => desiredTopology(spec, startupScript)).toThrow("at least one replica");
  },
);
