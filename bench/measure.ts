import { spawn } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

export interface Command {
  readonly program: string;
  readonly args: readonly string[];
  readonly cwd?: string;
  readonly env?: NodeJS.ProcessEnv;
  /** The exit code that it must end with; 0 where nothing is said. */
  readonly exitCode?: number;
}

/** What one run of a Node program has cost. */
export interface Cost {
  readonly wallMs: number;
  /** User and system time, of all threads. */
  readonly cpuMs: number;
  readonly peakBytes: number;
}

/** Milliseconds that a program takes from its start to its end. Throws where it does not end as it should. */
export async function wallMs({ program, args, cwd, env, exitCode = 0 }: Command): Promise<number> {
  const start = performance.now();
  const child = spawn(program, args, { cwd, env: { ...process.env, ...env }, stdio: ["ignore", "ignore", "pipe"] });
  let errors = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    errors += text;
  });
  const code = await new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", resolve);
  });
  const elapsed = performance.now() - start;
  if (code !== exitCode) throw new Error(`${program} ${args.join(" ")} ended with ${code}:\n${errors}`);
  return elapsed;
}

/** What a Node program costs, by its own account at its end. */
export async function costOf(command: Command): Promise<Cost> {
  const directory = await mkdtemp(join(tmpdir(), "quorate-usage-"));
  try {
    const file = join(directory, "usage.json");
    const args = ["--import", join(import.meta.dirname, "report-usage.ts"), ...command.args];
    const elapsed = await wallMs({ ...command, args, env: { ...command.env, QUORATE_BENCH_USAGE: file } });
    const usage = JSON.parse(await readFile(file, "utf8")) as NodeJS.ResourceUsage;
    return {
      wallMs: elapsed,
      cpuMs: (usage.userCPUTime + usage.systemCPUTime) / 1000,
      peakBytes: usage.maxRSS * 1024,
    };
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}
