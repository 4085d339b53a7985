/**
 * `npm test`: every check of the repository, in an order that tells about cheap mistakes first. The last line is
 * `N passed, N failed`, with `, N skipped` when there are any; exit code 1 if anything failed.
 */
import { spawn } from "node:child_process";
import { mkdtemp, readdir, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findTerraform } from "../src/terraform/binary.ts";
import { ensureGoogleProvider } from "./ensure-google-provider.ts";
import { jestTally, sum, type Tally, tallyPhrase } from "./test/tally.ts";

const root = join(import.meta.dirname, "..");
const bin = (name: string) => join(root, "node_modules", ".bin", name);
const largestBundle = 4 * 1024 * 1024;
const pass: Tally = { passed: 1, failed: 0, skipped: 0 };
const fail: Tally = { passed: 0, failed: 1, skipped: 0 };

/** What later checks get in their environment. */
const environment: Record<string, string> = {};
const reports = await mkdtemp(join(tmpdir(), "quorate-test-"));

const checks: readonly [name: string, check: () => Promise<Tally>][] = [
  ["Rules for imports are current", () => command(process.execPath, "scripts/write-layers.ts", "--check")],
  ["JSON Schemas are current", () => command(process.execPath, "scripts/write-schemas.ts", "--check")],
  ["Biome: format, lint, layers", () => command(bin("biome"), "check", ".")],
  ["TypeScript", () => command(bin("tsc"))],
  ["Terraform and its google provider", toolchain],
  ["Unit tests", () => jest("unit")],
  ["Unit tests of thousands of cases", () => jest("thorough")],
  ["Integration tests", () => jest("integration", "--maxWorkers=2")],
  ["Bundle", bundle],
];

const tallies: [name: string, tally: Tally][] = [];
try {
  for (const [name, check] of checks) {
    console.log(`\n── ${name}`);
    tallies.push([name, await check().catch(report)]);
  }
} finally {
  await rm(reports, { recursive: true, force: true });
}

console.log("\n── Summary");
for (const [name, tally] of tallies) console.log(`${tally.failed > 0 ? "✗" : "✓"} ${name}: ${tallyPhrase(tally)}`);
const total = sum(tallies.map(([, tally]) => tally));
console.log(`\n${tallyPhrase(total)}`);
process.exitCode = total.failed > 0 ? 1 : 0;

function report(error: unknown): Tally {
  const remedy = error instanceof Error && "remedy" in error ? `\n${error.remedy}` : "";
  console.error(`${error instanceof Error ? error.message : String(error)}${remedy}`);
  return fail;
}

async function command(program: string, ...args: string[]): Promise<Tally> {
  return (await run(program, args)) === 0 ? pass : fail;
}

/** Runs a program in the repository's root, without standard input, to its exit code. */
async function run(program: string, args: readonly string[]): Promise<number> {
  const child = spawn(program, args, {
    cwd: root,
    env: { ...process.env, ...environment },
    stdio: ["ignore", "inherit", "inherit"],
  });
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => resolve(code ?? 1));
  });
}

async function toolchain(): Promise<Tally> {
  const { path, product, version } = await findTerraform();
  console.log(`${product} ${version} (${path})`);
  const provider = await ensureGoogleProvider({ log: (line) => console.log(line) });
  Object.assign(environment, provider.environment);
  console.log(provider.source === "build" ? `built below ${provider.directory}` : "from Terraform's registry");
  return pass;
}

async function jest(project: string, ...options: string[]): Promise<Tally> {
  const outputFile = join(reports, `${project}.json`);
  const exitCode = await run(process.execPath, [
    "--experimental-vm-modules",
    "--disable-warning=ExperimentalWarning",
    join("node_modules", "jest", "bin", "jest.js"),
    ...["--selectProjects", project, "--json", "--outputFile", outputFile],
    ...options,
  ]);
  return jestTally(outputFile, exitCode);
}

async function bundle(): Promise<Tally> {
  if ((await run(process.execPath, ["scripts/build.ts"])) !== 0) return fail;
  const parts = await readdir(join(root, "dist", "cli"));
  const files = ["cli.js", ...parts.map((part) => join("cli", part))];
  const sizes = await Promise.all(files.map(async (file) => (await stat(join(root, "dist", file))).size));
  const size = sizes.reduce((total, each) => total + each, 0);
  const megabytes = (bytes: number) => `${(bytes / 1024 / 1024).toFixed(1)} MB`;
  console.log(`the command line has ${megabytes(size)}; ${megabytes(largestBundle)} is the most that is allowed`);
  return size <= largestBundle ? pass : fail;
}
