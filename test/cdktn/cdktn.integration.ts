/**
 * cdktf is archived; cdktn goes on from it. Changing over is a change of package.json alone (docs/decisions), as long as
 * this holds. The checkout's own packages are not touched.
 */
import { execFile } from "node:child_process";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, jest, test } from "@jest/globals";
import { type BuildOptions, build } from "esbuild";
import { inlineInstanceFiles } from "../../scripts/inline-instance-files.ts";
import { installedPackages } from "./installation.ts";

jest.setTimeout(600_000);

const root = join(import.meta.dirname, "../..");
const moved = ["cdktf", "constructs", "@cdktf/provider-google"];

let directory: string;
let files: string[];

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "quorate-cdktn-"));
  const names = await readdir(join(root, "examples"));
  files = names.filter((name) => name.endsWith(".yaml")).map((name) => join(root, "examples", name));
});
afterAll(() => rm(directory, { recursive: true, force: true }));

interface Configuration {
  readonly "//": { readonly metadata: { readonly version: string } };
}

/** The configurations of the examples, made by a bundle in which some packages come from elsewhere. */
async function synthesized(name: string, alias: Record<string, string>): Promise<Configuration[]> {
  const outfile = join(directory, `${name}.mjs`);
  const options: BuildOptions = {
    entryPoints: [join(import.meta.dirname, "synth-program.ts")],
    outfile,
    alias,
    bundle: true,
    platform: "node",
    format: "esm",
    banner: { js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);' },
    plugins: [inlineInstanceFiles],
  };
  await build(options);
  const run = await promisify(execFile)(process.execPath, [outfile, ...files], { maxBuffer: 64 * 1024 * 1024 });
  return JSON.parse(run.stdout) as Configuration[];
}

const versions = (configurations: Configuration[]) =>
  new Set(configurations.map((each) => each["//"].metadata.version));

/** As text, so that the order of keys counts. */
function withoutVersion(configuration: Configuration): string {
  const { metadata, ...rest } = configuration["//"];
  return JSON.stringify({ ...configuration, "//": { ...rest, metadata: { ...metadata, version: "" } } });
}

describe("with cdktn in place of cdktf", () => {
  test("the examples synthesize to the same text but for the version that made it", async () => {
    const packages = await installedPackages();
    const alias = Object.fromEntries(moved.map((name) => [name, join(packages, name)]));
    const [now, then] = [await synthesized("cdktf", {}), await synthesized("cdktn", alias)];
    expect([...versions(now)]).toEqual(["0.21.0"]);
    expect([...versions(then)]).toEqual(["0.24.0"]);
    expect(files.length).toBeGreaterThan(2);
    expect(then.map(withoutVersion)).toEqual(now.map(withoutVersion));
  });
});
