/** Synth is leaner than cdktf's own (many clusters, D9), and must not be told from it by what it makes. */
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { stringify } from "yaml";
import { planChange } from "../../../src/change/plan-change.ts";
import { parseClusterFile } from "../../../src/cluster/parse.ts";
import { App, TerraformResource, TerraformStack, Token } from "../../../src/constructs/cdktf/cdktf.ts";
import { tame } from "../../../src/constructs/cdktf/isolated-synth.ts";
import { contentsOf } from "../../../src/constructs/cdktf/stack-contents.ts";
import { desiredControlPlane } from "../../../src/constructs/desired.ts";
import {
  ControlPlaneStack,
  type StackSettings,
  stackSettings,
  synth,
  synthAttributes,
} from "../../../src/constructs/synth.ts";
import type { Topology } from "../../../src/topology/topology.ts";
import { arbitraryClusterFile } from "../../kit/cluster/cluster-file-arbitrary.ts";
import { atRest, type Mode } from "../../kit/cluster/cluster-fixture.ts";

const outdir = mkdtempSync(join(tmpdir(), "quorate-synth-"));
afterAll(() => rmSync(outdir, { recursive: true, force: true }));

const settings: StackSettings = {
  name: "prod",
  project: "acme-prod",
  region: "europe-west1",
  backend: { kind: "gcs", bucket: "acme-quorate" },
  googleProviderVersion: "6.50.0",
};

/** What cdktf's own synth makes; as text, so that the order of keys counts. */
function untamed(of: StackSettings, topology: Topology | null, newcomers?: readonly string[]): string {
  const stack = new ControlPlaneStack(new App({ outdir }), of.name, of, topology, newcomers);
  stack.prepareStack();
  return JSON.stringify(stack.toTerraform(), null, 2);
}

const tamed = (of: StackSettings, topology: Topology | null, newcomers?: readonly string[]) =>
  JSON.stringify(synth(of, topology, newcomers), null, 2);

describe("synth makes, byte for byte, what cdktf makes by itself", () => {
  test("of every topology that plans pass through, after any number of others", () => {
    const ways = [
      ["c", "b c d"],
      ["b c d", "b"],
    ] as const;
    const modes: readonly Mode[] = ["whenReplicated", "always"];
    const plans = modes.flatMap((mode) => ways.map(([from, to]) => planChange(atRest(from, mode), atRest(to, mode))));
    const topologies = plans.flatMap(({ steps }) => steps.map(({ after }) => after));
    expect(topologies.length).toBeGreaterThan(15);
    for (let others = 0; others < 50; others++) synth(settings, topologies[others % topologies.length] ?? null);
    for (const topology of topologies) expect(tamed(settings, topology)).toBe(untamed(settings, topology));
  });

  test("with newcomers, and of nothing", () => {
    const three = atRest("b c d");
    expect(tamed(settings, three, ["prod-d"])).toBe(untamed(settings, three, ["prod-d"]));
    expect(tamed(settings, null)).toBe(untamed(settings, null));
  });

  test("with replicas between two versions of the startup script", () => {
    const three = atRest("b c d");
    const [first, ...others] = three.replicas;
    if (first === undefined) throw new Error("no replica");
    const torn = { ...three, replicas: [{ ...first, startupScript: "#!/bin/bash\necho ${newer}\n" }, ...others] };
    expect(tamed(settings, torn)).toBe(untamed(settings, torn));
  });

  test("of every cluster file, names like numbers in scientific notation included", () => {
    fc.assert(
      fc.property(arbitraryClusterFile, (file) => {
        const { spec } = parseClusterFile(stringify(file), "cluster.yaml");
        if (spec === undefined) throw new Error("a valid file was refused");
        const [of, topology] = [stackSettings(spec), desiredControlPlane(spec)];
        expect(tamed(of, topology)).toBe(untamed(of, topology));
      }),
      { numRuns: 8 },
    );
  });

  test("synthAttributes gives the resources of it, without what is no attribute of them", () => {
    const ofMeta = new Set(["//", "depends_on", "lifecycle"]);
    const lean = (resources: unknown) =>
      JSON.stringify(resources, (key, value: unknown) => (ofMeta.has(key) ? undefined : value));
    for (const topology of [atRest("b"), atRest("b c d"), atRest("b c d", "always")]) {
      const { resource } = synthAttributes(settings, topology);
      expect(JSON.stringify(resource)).toBe(lean(synth(settings, topology).resource));
    }
    expect(synthAttributes(settings, null)).toEqual({});
  });
});

test("every kind of token is resolved as cdktf resolves it", () => {
  const stack = new TerraformStack(new App({ outdir }), "tokens");
  const resource = new TerraformResource(stack, "resource", { terraformResourceType: "google_project" });
  const number = Token.asNumber("${google_project.other.number}");
  const values = {
    text: Token.asString("${google_project.other.id}"),
    within: `before ${Token.asString("${google_project.other.id}")} after`,
    number,
    numberInText: `number ${number}`,
    list: Token.asList("${google_project.other.list}"),
    map: Token.asStringMap("${google_project.other.labels}"),
    resolvable: { resolve: () => ({ deep: Token.asString("${google_project.other.id}"), gone: undefined }) },
    plain: [1, "2-e2", "1e+5", null, undefined, true, { gone: undefined, kept: [] }],
    empty: {},
  };
  for (const [key, value] of Object.entries(values)) resource.addOverride(key, value);
  const { resource: expected } = stack.toTerraform();
  expect(JSON.stringify(contentsOf(stack).resource)).toBe(JSON.stringify(expected));
});

describe("a synth leaves nothing behind", () => {
  const tokens = () => (globalThis as { __cdktfTokenMap?: { stringTokenMap: Map<string, unknown> } }).__cdktfTokenMap;

  test("of its tokens", () => {
    synth(settings, atRest("b c d"));
    const before = tokens()?.stringTokenMap.size;
    synth(settings, atRest("b c d"));
    expect(before).toBeGreaterThanOrEqual(0);
    expect(tokens()?.stringTokenMap.size).toBe(before);
  });

  test("of its way with stack traces, not even when it fails", () => {
    const { captureStackTrace } = Error;
    expect(() =>
      tame(() => {
        throw new Error("no synth");
      }),
    ).toThrow("no synth");
    expect(Error.captureStackTrace).toBe(captureStackTrace);
  });

  test("in the folder that it was made in", () => {
    const [here, empty] = [process.cwd(), mkdtempSync(join(tmpdir(), "quorate-synth-"))];
    try {
      process.chdir(empty);
      synth(settings, atRest("b"));
      expect(readdirSync(empty)).toEqual([]);
    } finally {
      process.chdir(here);
      rmSync(empty, { recursive: true, force: true });
    }
  });
});
