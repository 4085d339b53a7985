import { describe, expect, test } from "@jest/globals";
import type { Live } from "../../src/action/live.ts";
import type { PlannedChange } from "../../src/action/planned.ts";
import { verifyChange } from "../../src/action/verify-change.ts";
import { clusterFile, specOf } from "../../src/adapters/cluster-files.ts";
import { compareSpecs } from "../../src/workflow/compare-specs.ts";
import { clusterText } from "../workflow/cluster-text.ts";

const base = clusterText({ name: "prod", zones: "b" });
const grown = clusterText({ name: "prod", zones: "bcd" });

/** The preview of a change from one text to another; without the first, of a new cluster. */
function previewOf(head: string, before?: string): PlannedChange {
  const file = clusterFile("clusters/prod.yaml", head);
  const spec = specOf(file);
  const old = before === undefined ? null : specOf(clusterFile("clusters/prod.yaml", before));
  return { clusters: [{ file, spec, before: old, outcome: { plan: compareSpecs(old, spec) } }], diagnostics: [] };
}

const reached = { trouble: { message: "credentials were used", remedy: "", details: [] } };
/** Stands for the clusters as they are; looking at one is the use of credentials. */
const live = { verify: async () => reached } as unknown as Live;
const verified = async (change: PlannedChange, fork: boolean) => {
  const { clusters } = await verifyChange(change, { live, fork, signal: new AbortController().signal });
  return clusters.map(({ outcome, unverified }) => ({ looked: outcome === reached, said: unverified !== undefined }));
};

describe("credentials and pull requests from forks (D3)", () => {
  test("are used for a cluster of the base branch that stays where it is", async () => {
    expect(await verified(previewOf(grown, base), true)).toEqual([{ looked: true, said: false }]);
  });

  test.each([
    ["is new", grown, undefined],
    ["names another bucket", grown.replace("acme-quorate", "mallorys-bucket"), base],
    ["names another provider", grown.replace(/googleProviderVersion: .*/, "googleProviderVersion: 6.50.0"), base],
  ])("are not used for a cluster that %s, which is said", async (_, head, before) => {
    const [looked] = await verified(previewOf(head, before), true);
    expect(looked?.looked).toBe(false);
  });

  test("are used for all of these in a branch of the repository", async () => {
    expect(await verified(previewOf(grown), false)).toEqual([{ looked: true, said: false }]);
  });
});
