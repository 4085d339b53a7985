import { type Change, commandOf } from "../crash/change.ts";
import { keep } from "../crash/crash-run.ts";
import { judgeEnd } from "../crash/judge-end.ts";
import { shortLived } from "../crash/moments.ts";
import { hasty, type StartState } from "../crash/start-states.ts";
import type { Ended } from "../workflow/run.ts";
import { Workbench } from "../workflow/workbench.ts";
import type { AimedFault } from "./aimed.ts";

/** What a change made of its faults. */
export interface Suffered {
  /** How many faults have struck. */
  readonly met: number;
  /** Those that have not. */
  readonly missed: readonly AimedFault[];
  /** How many have ended a run, with a code and a remedy. */
  readonly ended: number;
  /** What is not as it should be, in words. */
  readonly problems: readonly string[];
}

const runTimeoutMs = 600_000;

/**
 * Makes a change while faults strike, each of them once. Either a run gets over a fault, or it ends with a code and a
 * remedy; then the same command goes on.
 */
export async function suffer(change: Change, start: StartState, faults: readonly AimedFault[]): Promise<Suffered> {
  const bench = await Workbench.open(hasty, start.folder);
  try {
    await bench.shareProvider();
    await bench.write({ zones: change.to });
    for (const fault of faults) bench.cloud.inject(fault);
    const runs: Ended[] = [];
    const problems: string[] = [];
    const struck = () => bench.cloud.faults().filter((fault) => fault.struck > 0).length;
    for (let before = -1; runs.at(-1)?.code !== 0 && struck() > before; ) {
      before = struck();
      const run = await bench.start(commandOf(change), shortLived, runTimeoutMs).ended;
      const told = run.code === 0 || /^Error: .* \[[a-z-]+\]\n/m.test(run.stderr);
      if (!told) problems.push(`a run ended without code and remedy: ${run.stderr}`);
      runs.push(run);
    }
    const missed = faults.filter((_, index) => bench.cloud.faults()[index]?.struck === 0);
    const met = struck();
    bench.cloud.clearFaults();
    // A call that was carried out and is made again is refused: that is what the fault is about.
    problems.push(...(await judgeEnd(bench, change, start, runs.at(-1), ["refused-call"])));
    if (problems.length > 0) {
      const words = faults.map((fault) => JSON.stringify(fault)).join("\n");
      const kept = await keep(bench, `fault ${change.name} ${words}`.slice(0, 200), runs, problems);
      problems.unshift(`${words}\n(kept in ${kept}):`);
    }
    return { met, missed, ended: runs.length - 1, problems };
  } finally {
    await bench.close();
  }
}
