/**
 * `npm run bench`: how long a plan takes that starts from nothing, as in a pull request's job. Each run is a new process;
 * an empty Node program, measured in turn with it, tells what of that is Node's. Builds dist/cli.js first.
 */
import { spawnSync } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

const runs = 15;
const root = join(import.meta.dirname, "..");
const directory = mkdtempSync(join(tmpdir(), "quorate-bench-"));

try {
  runOnce([join(root, "scripts", "build.ts")], 0);
  const empty = join(directory, "empty.js");
  writeFileSync(empty, "");
  const example = (name: string) => join(root, "examples", "demo", name);
  const plan = ["plan", example("three-replicas.yaml"), "--from", example("one-replica.yaml")];
  const programs = [
    { name: "empty program", args: [empty], exitCode: 0 },
    { name: "quorate plan, one replica to three", args: [join(root, "dist", "cli.js"), ...plan], exitCode: 2 },
  ];
  const times = programs.map((): number[] => []);
  for (let run = 0; run < runs; run++) {
    for (const [at, { args, exitCode }] of programs.entries()) times[at]?.push(runOnce(args, exitCode));
  }
  const medians = times.map(median);
  for (const [at, { name }] of programs.entries()) {
    const sorted = (times[at] ?? []).toSorted((a, b) => a - b);
    const [least, most] = [sorted.at(0) ?? 0, sorted.at(-1) ?? 0];
    const median = (medians[at] ?? 0).toFixed(0).padStart(6);
    console.log(`${name.padEnd(36)} ${median} ms median of ${runs} (${least.toFixed(0)} to ${most.toFixed(0)})`);
  }
  console.log(`${"ratio".padEnd(36)} ${((medians[1] ?? 0) / (medians[0] ?? 1)).toFixed(1).padStart(6)}`);
} finally {
  rmSync(directory, { recursive: true, force: true });
}

/** Milliseconds of one run of Node. Throws where it does not end as it should. */
function runOnce(args: readonly string[], exitCode: number): number {
  const start = performance.now();
  const { status, stderr } = spawnSync(process.execPath, args, { cwd: root, encoding: "utf8" });
  const elapsed = performance.now() - start;
  if (status !== exitCode) throw new Error(`node ${args.join(" ")} ended with ${status}:\n${stderr}`);
  return elapsed;
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
