import { describe, expect, test } from "@jest/globals";
import { planChange } from "../../src/change/plan-change.ts";
import { synth } from "../../src/constructs/synth.ts";
import { observe } from "../../src/topology/observe.ts";
import type { Resource } from "../../src/topology/resource.ts";
import type { Topology } from "../../src/topology/topology.ts";
import { applied } from "../kit/cluster/applied.ts";
import { atRest, settings } from "../kit/cluster/cluster-fixture.ts";

const resources = (topology: Topology) => applied(synth(settings, topology));
const named = (all: Resource[], type: string, name: string) =>
  all.filter((resource) => resource.type === type && resource.name === name);

describe("observe", () => {
  test("an empty state is no cluster", () => {
    expect(observe([])).toEqual({ kind: "none" });
  });

  test("a creation that stopped before its first instance is no cluster yet", () => {
    const [create] = planChange(null, atRest("b")).steps;
    const all = resources(create?.after as Topology);
    expect(observe(all.filter(({ type }) => type !== "google_compute_instance"))).toEqual({ kind: "none" });
  });

  test("data disks without an instance are a cluster that was, and never an empty place", () => {
    const all = resources(atRest("b c d")).filter(({ type }) => type !== "google_compute_instance");
    expect(observe(all)).toEqual({ kind: "lost", disks: ["prod-b", "prod-c", "prod-d"] });
  });

  test("instances that do not say whose they are are foreign", () => {
    const all = resources(atRest("b")).map((resource) =>
      resource.type === "google_compute_instance"
        ? { ...resource, attributes: { ...resource.attributes, metadata: {} } }
        : resource,
    );
    expect(observe(all)).toEqual({ kind: "foreign", addresses: ["google_compute_instance.replica_prod-b"] });
  });

  test("a vanished instance leaves replicas and backends at once, and stays a member until that is put right (R3)", () => {
    const gone = (resource: Resource) =>
      resource.name === "replica_prod-d" && resource.type !== "google_compute_address";
    const observation = observe(resources(atRest("b c d")).filter((resource) => !gone(resource)));
    expect(observation).toMatchObject({
      kind: "cluster",
      topology: {
        replicas: [{ name: "prod-b" }, { name: "prod-c" }],
        endpoint: { backends: ["prod-b", "prod-c"] },
        members: ["prod-b", "prod-c", "prod-d"],
        remains: [{ name: "prod-d", address: true, etcdDisk: { zone: "europe-west1-d" } }],
      },
    });
  });

  test.each([
    ["add-replica", "b", "b c", "b"],
    ["remove-member", "b c d", "b c", "b c"],
    ["delete-replica", "b c d", "b c", "b c"],
  ])(
    "replicas that were told different things by a torn %s agree on who is a member for sure",
    (kind, from, to, members) => {
      const step = planChange(atRest(from), atRest(to)).steps.find((each) => each.kind === kind);
      const before = resources(step?.before as Topology);
      const after = resources(step?.after as Topology);
      const told = named(after, "google_compute_instance", "replica_prod-b");
      const torn = [
        ...before.filter(({ type, name }) => `${type}.${name}` !== "google_compute_instance.replica_prod-b"),
        ...told,
      ];
      // The newcomer of an addition was told of itself when it was created.
      if (kind === "add-replica") {
        torn.splice(
          0,
          torn.length,
          ...after.filter(({ name }) => name !== "replica_prod-b"),
          ...before.filter(({ name }) => name === "replica_prod-b"),
        );
      }
      const observation = observe(torn);
      expect(observation.kind === "cluster" && observation.topology.members).toEqual(
        members.split(" ").map((name) => `prod-${name}`),
      );
    },
  );
});
