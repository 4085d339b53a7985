import { expect, test } from "@jest/globals";
import { parseClusterMetadata, printClusterMetadata } from "../../src/topology/cluster-metadata.ts";
import { atRest } from "../kit/cluster/cluster-fixture.ts";

const { settings } = atRest("b");

test("a replica is told what it needs of its cluster, in this shape", () => {
  expect(JSON.parse(printClusterMetadata(settings, "192.0.2.1"))).toEqual({
    name: "prod",
    endpoint: { kind: "external", address: "192.0.2.1", port: 6443 },
    podCidr: "10.244.0.0/16",
    serviceCidr: "10.96.0.0/12",
  });
});

test("R11: what a replica was told is read back", () => {
  expect(parseClusterMetadata(printClusterMetadata(settings, "192.0.2.1"))).toEqual({
    name: "prod",
    network: { podCidr: "10.244.0.0/16", serviceCidr: "10.96.0.0/12" },
    endpoint: { kind: "external", port: 6443 },
  });
});

const told = JSON.parse(printClusterMetadata(settings, "192.0.2.1"));

test.each([
  ["nothing", ""],
  ["null", null],
  ["no name", { ...told, name: undefined }],
  ["a name that is none", { ...told, name: 7 }],
  ["no range for pods", { ...told, podCidr: undefined }],
  ["no range for services", { ...told, serviceCidr: undefined }],
  ["no endpoint", { ...told, endpoint: undefined }],
  ["an endpoint of another kind", { ...told, endpoint: { ...told.endpoint, kind: "internal" } }],
  ["a port in words", { ...told, endpoint: { ...told.endpoint, port: "6443" } }],
])("metadata with %s is not taken for a cluster's", (_, metadata) => {
  expect(parseClusterMetadata(metadata === "" ? "" : JSON.stringify(metadata))).toBeUndefined();
});
