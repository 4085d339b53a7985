import { describe, expect, test } from "@jest/globals";
import { planChange } from "../../src/change/plan-change.ts";
import { fieldOf } from "../../src/plan/refusal.ts";
import type { ClusterSettings } from "../../src/topology/settings.ts";
import type { Replica, Topology } from "../../src/topology/topology.ts";
import { atRest } from "../kit/cluster/cluster-fixture.ts";
import { story } from "../kit/cluster/torn-state.ts";

const three = atRest("b c d");
const { settings } = three;
const { network, endpoint } = settings;

/** The topology with each replica changed, or one of them. */
function changed(topology: Topology, change: Partial<Replica>, name?: string): Topology {
  const replicas = topology.replicas.map((each) =>
    name === undefined || each.name === name ? { ...each, ...change } : each,
  );
  return { ...topology, replicas };
}

describe("what cannot change on a cluster that exists is refused, with the field and the way back (Q050)", () => {
  const anotherCluster = /Set FIELD back to OLD, or create another cluster and move the workloads/;
  const newFile = /Set FIELD back to OLD\. For NEW write a file of its own/;

  test.each<[string, ClusterSettings, string, string, RegExp]>([
    ["metadata.name", { ...settings, name: "test" }, "prod", "test", newFile],
    ["spec.project", { ...settings, project: "acme-test" }, "acme-prod", "acme-test", newFile],
    ["spec.region", { ...settings, region: "us-east1" }, "europe-west1", "us-east1", anotherCluster],
    ["spec.network.name", { ...settings, network: { ...network, name: "n" } }, "default", "n", anotherCluster],
    [
      "spec.network.subnetwork",
      { ...settings, network: { ...network, subnetwork: "s" } },
      "default",
      "s",
      anotherCluster,
    ],
    [
      "spec.network.podCidr",
      { ...settings, network: { ...network, podCidr: "p" } },
      "10.244.0.0/16",
      "p",
      anotherCluster,
    ],
    [
      "spec.network.serviceCidr",
      { ...settings, network: { ...network, serviceCidr: "s" } },
      "10.96.0.0/12",
      "s",
      anotherCluster,
    ],
    [
      "spec.endpoint.kind",
      { ...settings, endpoint: { ...endpoint, kind: "internal" as "external" } },
      "external",
      "internal",
      anotherCluster,
    ],
    ["spec.endpoint.port", { ...settings, endpoint: { ...endpoint, port: 443 } }, "6443", "443", anotherCluster],
  ])("%s", (field, wanted, was, is, remedy) => {
    const { steps, diagnostics, verdict } = planChange(three, { ...three, settings: wanted });
    expect(steps).toEqual([]);
    expect(verdict).toMatchObject({ voters: 3, quorum: 2, tolerates: 1 });
    const filled = remedy.source.replace("FIELD", field).replace("OLD", was).replace("NEW", is);
    expect(diagnostics).toEqual([
      {
        severity: "error",
        code: "Q050",
        message: `${field} cannot change on a cluster that exists (it is ${was}, the file asks for ${is})`,
        remedy: expect.stringMatching(`^${filled}`),
        path: field.split("."),
      },
    ]);
    expect(diagnostics.map((each) => fieldOf(each))).toEqual([field.split(".")]);
  });

  test("all of them are told at once", () => {
    const wanted = { ...three, settings: { ...settings, region: "us-east1", endpoint: { ...endpoint, port: 443 } } };
    const { diagnostics } = planChange(three, changed(wanted, { kubernetesVersion: "1.37.0" }, "prod-c"));
    expect(diagnostics.map(({ code }) => code)).toEqual(["Q050", "Q050", "Q051"]);
  });

  test("what is told of a replica has no field of its own", () => {
    const { diagnostics } = planChange(three, changed(three, { kubernetesVersion: "1.37.0" }, "prod-c"));
    expect(diagnostics.map((each) => fieldOf(each))).toEqual([undefined]);
    expect(diagnostics).not.toContainEqual(expect.objectContaining({ path: undefined }));
    expect(Object.keys(diagnostics[0] ?? {})).not.toContain("path");
  });
});

describe("what a replica cannot become is refused", () => {
  test("another Kubernetes version, until upgrades are there (Q051)", () => {
    const { steps, diagnostics } = planChange(three, changed(three, { kubernetesVersion: "1.37.0" }, "prod-c"));
    expect(steps).toEqual([]);
    expect(diagnostics).toMatchObject([
      {
        code: "Q051",
        severity: "error",
        message: expect.stringContaining("(prod-c runs 1.36.3, the file asks for 1.37.0)"),
        remedy: expect.stringContaining("back to 1.36.3"),
      },
    ]);
  });

  test("one with a smaller data disk (Q052)", () => {
    const { diagnostics } = planChange(three, changed(three, { etcdDisk: { type: "pd-ssd", sizeGb: 49 } }, "prod-d"));
    expect(diagnostics).toMatchObject([
      {
        code: "Q052",
        message: expect.stringContaining("of prod-d cannot shrink from 50 GB to 49 GB"),
        remedy: expect.stringContaining("at least 50"),
      },
    ]);
  });

  test("but a smaller disk of another type is a new disk", () => {
    const wanted = changed(three, { etcdDisk: { type: "pd-balanced", sizeGb: 20 } }, "prod-d");
    expect(story(three, wanted)).toContain("delete-replica d");
  });

  const one = atRest("b");
  test.each<[string, Topology]>([
    ["zone", atRest("b@c")],
    ["data disk's type", changed(one, { etcdDisk: { type: "pd-balanced", sizeGb: 50 } })],
    ["boot disk", changed(one, { bootDisk: { type: "pd-ssd", sizeGb: 20 } })],
    ["image", changed(one, { image: "debian-cloud/debian-13" })],
  ])("R7: the only replica with another %s under the same name (Q056)", (_, wanted) => {
    const { steps, diagnostics } = planChange(one, wanted);
    expect(steps).toEqual([]);
    expect(diagnostics).toMatchObject([
      {
        code: "Q056",
        message: expect.stringContaining("prod-b is the only replica, and its zone"),
        remedy: expect.stringContaining("another name"),
      },
    ]);
  });

  test("R7: the only replica that is marked to be created anew (Q056)", () => {
    const { diagnostics } = planChange(changed(one, { renew: true }), one);
    expect(diagnostics).toMatchObject([{ code: "Q056", message: expect.stringContaining("is marked") }]);
  });

  test.each<[string, Topology, Topology]>([
    ["is only another replica's successor", one, atRest("c")],
    ["has another replica beside it in the cluster", atRest("b c"), atRest("b@x")],
    ["has another replica beside it in the file", one, atRest("b@x c")],
  ])("but not one that %s", (_, from, to) => {
    expect(story(from, to)).not.toContain("Q056");
  });
});
