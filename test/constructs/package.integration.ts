import { spawnSync } from "node:child_process";
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { parseClusterFile } from "../../src/cluster/parse.ts";
import { desiredControlPlane } from "../../src/constructs/desired.ts";
import { stackSettings, synth } from "../../src/constructs/synth.ts";

const root = mkdtempSync(join(tmpdir(), "quorate-package-"));
const app = join(root, "app");
const installed = join(app, "node_modules/quorate");

/** Runs a program and returns what it prints; an exit code other than 0 fails the test. */
function run(directory: string, program: string, ...words: string[]): string {
  const path = `${resolve("node_modules/.bin")}:${process.env["PATH"]}`;
  const env = { ...process.env, PATH: path, NODE_OPTIONS: "" };
  const { stdout, stderr, status } = spawnSync(program, words, { cwd: directory, encoding: "utf8", env });
  if (status !== 0) throw new Error(`${program} ${words.join(" ")} exits with ${status}:\n${stdout}${stderr}`);
  return stdout;
}

/** The project of examples/cdktf with the packed package and its peers, and with nothing else. */
beforeAll(() => {
  // Packing builds, and this repository's own dist is in use.
  const sources = join(root, "sources");
  for (const path of ["package.json", "tsconfig.json", "README.md", "LICENSE", "src", "scripts"]) {
    cpSync(path, join(sources, path), { recursive: true });
  }
  symlinkSync(resolve("node_modules"), join(sources, "node_modules"));
  run(sources, "npm", "pack", "--pack-destination", root);

  cpSync("examples/cdktf", app, { recursive: true });
  mkdirSync(installed, { recursive: true });
  run(root, "tar", "-xzf", "quorate-0.1.0.tgz", "--strip-components=1", "-C", installed);
  for (const name of ["@cdktf", "@types", "cdktf", "constructs"]) {
    symlinkSync(resolve("node_modules", name), join(app, "node_modules", name));
  }
}, 120_000);
afterAll(() => rmSync(root, { recursive: true }));

describe("D8: the package in an app of somebody's own", () => {
  test("synthesizes the control plane that `quorate synth` writes for the same file", () => {
    run(app, "node", "main.ts");
    const { resource, locals } = JSON.parse(readFileSync(join(app, "cdktf.out/stacks/prod/cdk.tf.json"), "utf8"));
    const { spec } = parseClusterFile(readFileSync(join(app, "cluster.yaml"), "utf8"), "cluster.yaml");
    if (spec === undefined) throw new Error("The example's cluster file has mistakes");
    const ours = synth(stackSettings(spec), desiredControlPlane(spec));
    expect({ resource, locals }).toEqual({ resource: ours.resource, locals: ours.locals });
    expect(Object.keys(resource.google_compute_instance)).toHaveLength(3);
  }, 60_000);

  test("has types that describe what the sources take and return, and that the example keeps to", () => {
    const sources = resolve("src/cluster/cluster-spec.ts");
    const same = `import type { ClusterDocument, ClusterSpec } from "quorate/constructs";
import type * as sources from ${JSON.stringify(sources)};
export const document = [(ours: sources.ClusterDocument): ClusterDocument => ours, (theirs: ClusterDocument): sources.ClusterDocument => theirs];
export const spec = [(ours: sources.ClusterSpec): ClusterSpec => ours, (theirs: ClusterSpec): sources.ClusterSpec => theirs];
`;
    writeFileSync(join(app, "same.ts"), same);
    // The sources say of what may be left out that it may also be undefined.
    const compilerOptions = { exactOptionalPropertyTypes: false, skipLibCheck: false };
    const config = { extends: resolve("tsconfig.json"), compilerOptions, include: ["*.ts"] };
    writeFileSync(join(app, "tsconfig.json"), JSON.stringify(config));
    run(app, "tsc");
  }, 60_000);

  test("loads with require too, and takes a cluster that is written as an object", () => {
    const program = `const { parseCluster } = require("quorate/constructs");
const cluster = { apiVersion: "quorate.dev/v1", kind: "Cluster", metadata: { name: "Prod" }, spec: {} };
try { parseCluster(cluster, "main.ts"); } catch ({ message }) { console.log(message); }`;
    const mistakes = run(app, "node", "--input-type=commonjs", "--eval", program);
    expect(mistakes).toMatch(/^main\.ts:5:\d+: error Q\d+: .*Prod/m);
  });

  test("holds command line and constructs, needs no package but its peers, and shows nothing internal", () => {
    const files = readdirSync(installed, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    const paths = files.map(({ parentPath, name }) => join(parentPath, name).slice(installed.length + 1));
    expect(paths.sort()).toEqual([
      ...["LICENSE", "README.md", "dist/cli.js", "dist/cli/main.cjs", "dist/constructs/cluster.d.ts"],
      ...["dist/constructs/index.d.ts", "dist/constructs/index.js", "dist/constructs/package.json", "package.json"],
    ]);
    expect(JSON.parse(readFileSync(join(installed, "package.json"), "utf8"))).not.toHaveProperty("dependencies");
    const declared = readFileSync(join(installed, "dist/constructs/index.d.ts"), "utf8");
    expect(declared).not.toMatch(/topology|newcomers/i);
    expect([...declared.matchAll(/ from "(.*)"/g)].map(([, from]) => from)).toEqual(["./cluster.js", "constructs"]);
  });
});
