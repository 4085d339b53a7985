/**
 * `npm run bench`: what the command line costs as it is bundled, beside peers in the same run.
 *
 * --json prints one JSON document instead of tables; --runs N times each cold program so often (default 11); --fleets
 * N,M,… plans that many cluster files (default 10,100,1000).
 */
import { rmSync } from "node:fs";
import { mkdtemp, readdir, stat } from "node:fs/promises";
import { availableParallelism, cpus, loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { type ColdTime, coldTimes } from "./cold.ts";
import { cpuPerFile, type FleetCost, fleetCosts } from "./fleet.ts";
import { wallMs } from "./measure.ts";
import { table } from "./table.ts";

const { values } = parseArgs({
  options: {
    json: { type: "boolean", default: false },
    runs: { type: "string", default: "11" },
    fleets: { type: "string", default: "10,100,1000" },
  },
});
const root = join(import.meta.dirname, "..");
const bundles = await mkdtemp(join(tmpdir(), "quorate-bench-"));
process.on("exit", () => rmSync(bundles, { recursive: true, force: true }));
const program = join(bundles, "cli.js");

const build = [join(root, "scripts", "build.ts"), "--out", bundles];
await wallMs({ program: process.execPath, args: build, cwd: root });
const sizes = await bundleSizes();
const cold = await coldTimes(program, Number(values.runs));
const fleets: FleetCost[] = [];
for (const files of values.fleets.split(",").map(Number)) fleets.push(...(await fleetCosts(program, files)));
const machine = { cpu: cpus()[0]?.model ?? "unknown", cores: availableParallelism(), load: loadavg()[0] ?? 0 };

if (values.json) {
  console.log(JSON.stringify({ machine, node: process.version, sizes, cold, fleets }, null, 2));
} else {
  console.log(`${machine.cpu}, ${machine.cores} cores, load ${machine.load.toFixed(1)}; Node.js ${process.version}\n`);
  console.log(table(["From a cold start", "median ms", "least ms", "times an empty program"], cold.map(coldRow)));
  const headings = ["Fleet", "files", "wall s", "CPU s", "peak MB", "CPU ms per file"];
  console.log(table(headings, fleets.map(fleetRow)));
  console.log(
    table(
      ["Bundle", "kB"],
      sizes.map(({ name, bytes }) => [name, kilobytes(bytes)]),
    ),
  );
}

function coldRow({ name, medianMs, leastMs }: ColdTime): string[] {
  const ratio = medianMs / (cold[0]?.medianMs ?? Number.NaN);
  return [name, medianMs.toFixed(0), leastMs.toFixed(0), ratio.toFixed(1)];
}

function fleetRow(each: FleetCost): string[] {
  const { task, files, wallMs, cpuMs, peakBytes } = each;
  const numbers = [(wallMs / 1000).toFixed(1), (cpuMs / 1000).toFixed(1), (peakBytes / 1e6).toFixed(0)];
  return [task, String(files), ...numbers, cpuPerFile(each).toFixed(1)];
}

async function bundleSizes(): Promise<{ name: string; bytes: number }[]> {
  const parts = (await readdir(join(bundles, "cli"))).map((name) => join("cli", name));
  const size = async (file: string) => (await stat(join(bundles, file))).size;
  const all = await Promise.all(["cli.js", ...parts].map(size));
  return [
    { name: "dist/cli.js and dist/cli/", bytes: all.reduce((total, bytes) => total + bytes, 0) },
    { name: "dist/index.js", bytes: await size("index.js") },
  ];
}

function kilobytes(bytes: number): string {
  return (bytes / 1000).toFixed(0);
}
