import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { type NewCluster, newClusterFile } from "../../../src/cluster/edit/new-cluster-file.ts";
import { removeReplicas } from "../../../src/cluster/edit/remove-replicas.ts";
import { parseClusterFile } from "../../../src/cluster/parse.ts";

const cluster: NewCluster = {
  name: "prod",
  project: "acme-prod",
  region: "europe-west1",
  zones: ["europe-west1-b", "europe-west1-c", "europe-west1-d"],
  allowedCidrs: ["203.0.113.0/24"],
  bucket: "acme-quorate",
};

test("a new cluster file is valid without warnings, and its replicas have names", () => {
  const text = newClusterFile(cluster, "../schema/cluster.schema.json");
  expect(text).toMatch(/^# yaml-language-server: \$schema=\.\.\/schema\/cluster\.schema\.json\n/);
  expect(parseClusterFile(text, "cluster.yaml")).toMatchObject({
    diagnostics: [],
    spec: { ...removed(cluster, ["zones", "allowedCidrs", "bucket"]), endpoint: { allowedCidrs: ["203.0.113.0/24"] } },
  });
  expect(text.match(/- name: prod-[bcd]$/gm)).toHaveLength(3);
});

test("names and buckets that YAML would read as something else still mean themselves", () => {
  const names = fc.constantFrom("true", "null", "no", "e1", "prod");
  const buckets = fc.constantFrom("12345", "0x1f", "1e5", "true", "1_000");
  fc.assert(
    fc.property(names, buckets, (name, bucket) => {
      const { spec } = parseClusterFile(newClusterFile({ ...cluster, name, bucket }, "x"), "cluster.yaml");
      expect(spec).toMatchObject({ name, terraform: { backend: { bucket } } });
    }),
  );
});

test("zones may repeat, and the comment above the list outlives its first replica", () => {
  const zones = ["europe-west1-b", "europe-west1-b", "europe-west1-c"];
  const text = newClusterFile({ ...cluster, zones }, "x");
  const outcome = removeReplicas(text, "cluster.yaml", ["b"]);
  expect(outcome).toMatchObject({ replicas: [{ name: "prod-b" }, { name: "prod-b-2" }] });
  expect("text" in outcome && outcome.text).toContain("# 1, 3, 5 or 7.");
});

function removed(from: NewCluster, keys: (keyof NewCluster)[]): Partial<NewCluster> {
  return Object.fromEntries(Object.entries(from).filter(([key]) => !keys.some((each) => each === key)));
}
