import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { afterAll, beforeAll, expect, test } from "@jest/globals";

/** Imports that the design forbids (docs/architecture.md). */
const planted: [folder: string, specifier: string][] = [
  ["cluster", "../topology/topology.ts"],
  ["topology", "../change/plan.ts"],
  ["change", "../constructs/synth.ts"],
  ["change", "node:fs"],
  ["bootstrap", "../constructs/synth.ts"],
  ["constructs", "../change/plan.ts"],
  ["constructs", "cdktf"],
  ["terraform", "../cluster/diagnostic.ts"],
  ["google", "../topology/topology.ts"],
  ["probe", "../workflow/ports.ts"],
  ["report", "../workflow/ports.ts"],
  ["report", "node:fs"],
  ["github", "../workflow/ports.ts"],
  ["local-cloud", "../change/plan.ts"],
  ["local-cloud/compute", "../../change/plan.ts"],
  ["rehearse", "../cli/screen.ts"],
  ["rehearse", "../workflow/ports.ts"],
  ["workflow", "../cli.ts"],
  ["adapters", "../cli/screen.ts"],
  ["action", "../cli/plan-clusters.ts"],
  ["cli", "../action/planned.ts"],
  ["workflow", "@cdktf/provider-google/lib/compute-disk/index.js"],
];

const granted: [folder: string, specifier: string][] = [
  ["topology", "../cluster/quorum.ts"],
  ["change", "../topology/topology.ts"],
  ["constructs", "./cdktf.ts"],
  ["probe", "../change/change-plan.ts"],
  ["report", "../change/plan.ts"],
  ["workflow", "../constructs/synth.ts"],
  ["adapters", "../workflow/ports.ts"],
  ["action", "../github/labels.ts"],
  ["cli", "../local-cloud/local-cloud.ts"],
];

const root = mkdtempSync(join(tmpdir(), "quorate-layers-"));
let refused: Set<string>;

beforeAll(() => {
  const config = JSON.parse(readFileSync("biome.json", "utf8"));
  writeFileSync(join(root, "biome.json"), JSON.stringify({ ...config, vcs: { enabled: false } }));
  plant("src/constructs/cdktf.ts", "@cdktf/provider-google");
  plant("stacks/planted.ts", "../src/workflow/propose.ts");
  plant("stacks/granted.ts", "../src/constructs/synth.ts");
  for (const [folder, specifier] of [...planted, ...granted]) plant(fileOf(folder, specifier), specifier);
  refused = refusedFiles();
});
afterAll(() => rmSync(root, { recursive: true }));

test.each(planted)("the linter refuses that src/%s imports %s", (folder, specifier) => {
  expect(refused).toContain(fileOf(folder, specifier));
});

test.each(granted)("the linter lets src/%s import %s", (folder, specifier) => {
  expect(refused).not.toContain(fileOf(folder, specifier));
});

test("the linter refuses the barrel of the bindings even in the seam", () => {
  expect(refused).toContain("src/constructs/cdktf.ts");
});

test("the linter refuses that stacks import anything but cluster, topology and constructs", () => {
  expect(refused).toContain("stacks/planted.ts");
  expect(refused).not.toContain("stacks/granted.ts");
});

function fileOf(folder: string, specifier: string): string {
  return `src/${folder}/imports-${specifier.replace(/\W+/g, "-")}.ts`;
}

function plant(file: string, specifier: string): void {
  mkdirSync(dirname(join(root, file)), { recursive: true });
  writeFileSync(join(root, file), `import { planted } from "${specifier}";\n\nexport const value = planted;\n`);
}

function refusedFiles(): Set<string> {
  const biome = resolve("node_modules/.bin/biome");
  const { stdout } = spawnSync(biome, ["lint", "--reporter=json", "--max-diagnostics=none"], {
    cwd: root,
    encoding: "utf8",
  });
  const { diagnostics } = JSON.parse(stdout) as { diagnostics: { category: string; location: { path: unknown } }[] };
  const restricted = diagnostics.filter(({ category }) => category.endsWith("noRestrictedImports"));
  return new Set(restricted.map(({ location }) => String((location.path as { file?: string })?.file ?? location.path)));
}
