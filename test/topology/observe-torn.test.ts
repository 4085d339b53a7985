import { describe, expect, test } from "@jest/globals";
import { planChange } from "../../src/change/plan-change.ts";
import { synth } from "../../src/constructs/synth.ts";
import { observe, unmet } from "../../src/topology/observe.ts";
import type { Resource } from "../../src/topology/resource.ts";
import type { Topology } from "../../src/topology/topology.ts";
import { applied } from "../kit/cluster/applied.ts";
import { atRest, endpointOf, settings, withEndpoint } from "../kit/cluster/cluster-fixture.ts";

const resources = (topology: Topology | null) => applied(synth(settings, topology));
const addressOf = ({ type, name }: Resource) => `${type}.${name}`;
const without = (all: readonly Resource[], ...addresses: string[]) =>
  all.filter((resource) => !addresses.includes(addressOf(resource)));

/** The resources, with attributes of one of them changed. */
function altered(all: readonly Resource[], address: string, change: Readonly<Record<string, unknown>>): Resource[] {
  return all.map((resource) =>
    addressOf(resource) === address ? { ...resource, attributes: { ...resource.attributes, ...change } } : resource,
  );
}

/** The resources, with an instance's metadata changed. */
function told(all: readonly Resource[], replica: string, metadata: Readonly<Record<string, unknown>>): Resource[] {
  const address = `google_compute_instance.replica_prod-${replica}`;
  const before = all.find((resource) => addressOf(resource) === address)?.attributes["metadata"];
  return altered(all, address, { metadata: { ...(before as object), ...metadata } });
}

function topologyOf(all: readonly Resource[]): Topology {
  const observation = observe(all);
  if (observation.kind !== "cluster") throw new Error(`observed as ${observation.kind}`);
  return observation.topology;
}

const [one, three] = [atRest("b"), atRest("b c d")];

describe("what is no cluster of ours is not taken for one", () => {
  test("a creation that stopped while its secrets' rights came to be leaves no cluster: any of the rights tells", () => {
    const created = planChange(null, three).steps[0]?.after ?? null;
    const left = resources(created).filter(({ type }) => type !== "google_compute_instance");
    const writers = left.filter(({ type, name }) => /secret/.test(type) && name.endsWith("_writer"));
    expect(writers.length).toBe(3);
    for (const writer of writers) {
      const others = writers.filter((each) => each !== writer).map(addressOf);
      expect(observe(without(left, ...others))).toEqual({ kind: "none" });
    }
    expect(observe(without(left, ...writers.map(addressOf)))).toEqual({ kind: "lost", disks: ["prod-b"] });
  });

  test("an instance that is no replica is named, and only that", () => {
    const [instance] = resources(one).filter(({ type }) => type === "google_compute_instance");
    const stranger = { type: "google_compute_instance", name: "bastion", attributes: instance?.attributes ?? {} };
    expect(observe([...resources(one), stranger])).toEqual({
      kind: "foreign",
      addresses: ["google_compute_instance.bastion"],
    });
  });

  test.each(["google_compute_address.endpoint", "google_compute_firewall.api"])(
    "instances of which %s is missing are foreign: their settings cannot be known",
    (address) => {
      expect(observe(without(resources(one), address))).toEqual({
        kind: "foreign",
        addresses: ["google_compute_instance.replica_prod-b"],
      });
    },
  );
});

describe("what a topology says is read from the resources (R11)", () => {
  const mixed: Topology = {
    ...withEndpoint(atRest("b! e@b c"), { backends: ["prod-b"] }),
    remains: [{ name: "prod-d", address: true, etcdDisk: { type: "pd-ssd", sizeGb: 50, zone: "europe-west1-d" } }],
    remove: ["prod-d"],
    secretsWritable: true,
  };
  test.each<[string, Topology]>([
    ["one replica that holds the IP", one],
    ["three behind the load balancer", three],
    ["a load balancer without the IP", withEndpoint(three, { address: { on: "replica", name: "prod-c" } })],
    ["one of many kinds of parts", mixed],
    ["a health check alone", withEndpoint(one, { healthCheck: true })],
  ])("all of it: %s", (_, topology) => {
    expect(observe(resources(topology))).toEqual({ kind: "cluster", topology });
  });

  test("egress: a router of ours, or one that was there", () => {
    expect(topologyOf(resources(one)).settings.network.egress).toBe("managedNat");
    const existing = without(resources(one), "google_compute_router.nat");
    expect(topologyOf(existing).settings.network.egress).toBe("existingNat");
  });

  test.each([
    ["RUNNING", true],
    ["STAGING", true],
    ["TERMINATED", false],
    ["STOPPED", false],
    ["STOPPING", false],
    ["SUSPENDED", false],
  ])("an instance whose status is %s runs: %j", (current_status, running) => {
    const all = altered(resources(three), "google_compute_instance.replica_prod-c", { current_status });
    expect(topologyOf(all).replicas.map((each) => each.running)).toEqual([true, running, true]);
  });

  test("the mark of a replica that is to be created anew", () => {
    const { replicas } = topologyOf(told(resources(three), "c", { "quorate-renew": "true" }));
    expect(replicas.map((each) => each.renew)).toEqual([undefined, true, undefined]);
    expect(replicas.map((each) => "renew" in each)).toEqual([false, true, false]);
  });

  test("an address that is left of a replica, without its disk", () => {
    const gone = ["google_compute_instance.replica_prod-d", "google_compute_disk.etcd_prod-d"];
    expect(topologyOf(without(resources(three), ...gone)).remains).toEqual([{ name: "prod-d", address: true }]);
  });

  test("a disk that is left of a replica, without its address", () => {
    const gone = ["google_compute_instance.replica_prod-d", "google_compute_address.replica_prod-d"];
    expect(topologyOf(without(resources(three), ...gone)).remains).toEqual([
      { name: "prod-d", address: false, etcdDisk: { type: "pd-ssd", sizeGb: 50, zone: "europe-west1-d" } },
    ]);
  });

  test("who holds the IP: the instance that has it, and no other that has one", () => {
    const onD = withEndpoint(three, { address: { on: "replica", name: "prod-d" } });
    const all = altered(resources(onD), "google_compute_instance.replica_prod-b", {
      network_interface: [{ access_config: [{ nat_ip: "198.51.100.7" }] }],
    });
    expect(endpointOf(topologyOf(all)).address).toEqual({ on: "replica", name: "prod-d" });
  });

  test("R5: nobody holds it where no instance has it", () => {
    const nobody = withEndpoint(three, { address: { on: "none" } });
    expect(endpointOf(topologyOf(resources(nobody))).address).toEqual({ on: "none" });
  });
});

describe("what replicas were told of membership (R1, R11)", () => {
  test("a newcomer that exists and that not all know of is neither a member nor to be removed", () => {
    const all = told(resources(three), "b", {
      "quorate-members": JSON.stringify({ members: ["prod-b", "prod-c"], remove: [] }),
    });
    expect(topologyOf(all)).toMatchObject({ members: ["prod-b", "prod-c"], remove: [] });
    expect(unmet(all)).toEqual([]);
  });

  test("a newcomer that only some know of, and no state, is to be looked for: else it counts as one to remove", () => {
    const members = ["prod-b", "prod-c", "prod-d", "prod-e"];
    const all = told(resources(three), "b", { "quorate-members": JSON.stringify({ members, remove: [] }) });
    expect(unmet(all)).toEqual(["prod-e"]);
    expect(topologyOf(all)).toMatchObject({ members: three.members, remove: ["prod-e"] });
    expect(unmet(resources(three))).toEqual([]);
    expect(unmet([])).toEqual([]);
  });

  test.each(["", "no JSON", "7"])("nobody is a member for sure where one was told %j", (text) => {
    const { members, remove } = topologyOf(told(resources(three), "b", { "quorate-members": text }));
    expect({ members, remove }).toEqual({ members: [], remove: [] });
  });
});
