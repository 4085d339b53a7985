import { describe, expect, test } from "@jest/globals";
import type { ClusterSpec } from "../../src/cluster/cluster-spec.ts";
import { parseClusterFile } from "../../src/cluster/parse.ts";
import { compareSpecs } from "../../src/propose/compare-specs.ts";
import { placeDiagnostics } from "../../src/propose/place-diagnostics.ts";
import { specOf } from "../kit/cluster/cluster-fixture.ts";
import { validFile, validFileWith } from "../kit/cluster/valid-file.ts";

const withBackend = (replicas: string, backend: ClusterSpec["terraform"]["backend"]) =>
  specOf(replicas, "whenReplicated", { terraform: { backend, googleProviderVersion: "5.39.0" } });
const bucket = (name: string) => ({ kind: "gcs", bucket: name }) as const;
const path = (name: string) => ({ kind: "local", path: name }) as const;

describe("another place for Terraform's state (Q050)", () => {
  test.each([
    [bucket("one"), bucket("two"), "the bucket one", "the bucket two"],
    [path("one"), path("two"), "the local path one", "the local path two"],
    [bucket("one"), path("one"), "the bucket one", "the local path one"],
  ])("%j to %j is refused, without any step", (before, after, was, asked) => {
    const plan = compareSpecs(withBackend("b", before), withBackend("b c d", after));
    expect(plan.steps).toEqual([]);
    expect(plan.summary).toEqual({ steps: 0, add: 0, change: 0, destroy: 0 });
    expect(plan.verdict?.voters).toBe(1);
    expect(plan.diagnostics).toMatchObject([{ code: "Q050", severity: "error" }]);
    expect(plan.diagnostics[0]?.message).toContain(`it is ${was}, the file asks for ${asked}`);
    expect(plan.diagnostics[0]?.remedy).toContain("terraform init -migrate-state");
  });

  test("is reported beside everything else that is refused", () => {
    const before = specOf("b");
    const after = { ...withBackend("b", bucket("two")), region: "europe-west4" };
    expect(compareSpecs(before, after).diagnostics.map(({ message }) => message.split(" ")[0])).toEqual([
      "spec.region",
      "spec.terraform.backend",
    ]);
  });

  test("the same place is no change, nor is another provider's version", () => {
    const before = withBackend("b", bucket("one"));
    const after = { ...before, terraform: { backend: bucket("one"), googleProviderVersion: "6.50.0" } };
    expect(compareSpecs(before, after)).toMatchObject({ steps: [], diagnostics: [], basis: "spec" });
  });
});

test("without anything before, the plan creates the cluster", () => {
  expect(compareSpecs(null, specOf("b")).steps[0]?.kind).toBe("create");
});

describe("refusals stand where the file asks for the change (D1)", () => {
  const before = parseClusterFile(validFile, "clusters/prod.yaml").spec;
  if (before === undefined) throw new Error("the valid file is not valid");

  test.each([
    ["  name: prod", "  name: other", "4:9"],
    ["project: acme-prod", "project: acme-other", "6:12"],
    ["name: default\n", "name: default\n    subnetwork: other\n", "12:17"],
    ["podCidr: 10.244.0.0/16", "podCidr: 10.128.0.0/16", "12:14"],
    ["port: 6443", "port: 443", "23:11"],
    ["bucket: acme-quorate", "bucket: elsewhere", "30:14"],
  ])("%j → %j: %s", (piece, replacement, place) => {
    const { spec, source } = parseClusterFile(validFileWith(piece, replacement), "clusters/prod.yaml");
    if (spec === undefined) throw new Error("the changed file is not valid");
    const plan = placeDiagnostics(compareSpecs(before, spec), source);
    const [refused] = plan.diagnostics;
    expect(refused?.code).toBe("Q050");
    expect(`${refused?.position?.line}:${refused?.position?.column}`).toBe(place);
    expect(Object.keys(refused ?? {})).not.toContain("path");
  });

  test("a rename says what it would mean", () => {
    const plan = compareSpecs(before, { ...before, name: "other" });
    expect(plan.diagnostics[0]?.remedy).toMatch(/Set metadata\.name back to prod\. .* new, empty cluster/);
  });
});
