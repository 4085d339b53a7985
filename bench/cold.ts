import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Command, median, wallMs } from "./measure.ts";
import { terraformPlan } from "./terraform-plan.ts";

/** How long one program takes, from a process's start to its end. */
export interface ColdTime {
  readonly name: string;
  readonly medianMs: number;
  readonly leastMs: number;
  readonly runs: number;
}

const root = join(import.meta.dirname, "..");
const example = (name: string) => join(root, "examples", "demo", name);
const plan = ["plan", example("three-replicas.yaml"), "--from", example("one-replica.yaml")];

/**
 * Times an offline plan beside an empty Node program, and beside what people would run without Quorate: `cdktf synth` and
 * `terraform plan`. They take turns, so that whatever else the machine does meets them all.
 */
export async function coldTimes(program: string, runs: number): Promise<ColdTime[]> {
  const directory = await mkdtemp(join(tmpdir(), "quorate-cold-"));
  const terraform = await terraformPlan(directory);
  try {
    const empty = join(directory, "empty.js");
    await writeFile(empty, "");
    const node = (args: string[], more: Partial<Command> = {}): Command => ({
      program: process.execPath,
      args,
      ...more,
    });
    const commands: [name: string, command: Command][] = [
      ["empty Node program", node([empty])],
      [
        "quorate plan, nothing compiled before",
        node([program, ...plan], { exitCode: 2, env: { NODE_DISABLE_COMPILE_CACHE: "1" } }),
      ],
      [
        "quorate plan",
        node([program, ...plan], { exitCode: 2, env: { NODE_COMPILE_CACHE: join(directory, "compiled") } }),
      ],
      [
        "cdktf synth, three stacks",
        {
          program: join(root, "node_modules", ".bin", "cdktf"),
          args: ["synth", "--output", join(directory, "cdktf.out")],
          cwd: root,
          env: { CHECKPOINT_DISABLE: "1", CI: "1" },
        },
      ],
      ...(terraform === undefined
        ? []
        : [["terraform plan, 3 replicas on the local cloud", terraform.command] as [string, Command]]),
    ];
    const times = commands.map((): number[] => []);
    for (let run = 0; run <= runs; run++) {
      for (const [at, [, command]] of commands.entries()) {
        const elapsed = await wallMs(command);
        // The first fills caches.
        if (run > 0) times[at]?.push(elapsed);
      }
    }
    return commands.map(([name], at) => {
      const taken = times[at] ?? [];
      return { name, medianMs: median(taken), leastMs: Math.min(...taken), runs };
    });
  } finally {
    await terraform?.close();
    await rm(directory, { recursive: true, force: true });
  }
}
