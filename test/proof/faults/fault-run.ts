import type { Ended } from "../../kit/run/run.ts";
import { Workbench } from "../../kit/run/workbench.ts";
import type { Change } from "../crash/change.ts";
import { inParallel } from "../crash/in-parallel.ts";
import { isDone, judgeEnd } from "../crash/judge-end.ts";
import { keep } from "../crash/keep.ts";
import { nextCommand } from "../crash/next-command.ts";
import { hasty, type StartState } from "../crash/start-states.ts";
import { watched } from "../crash/watched.ts";
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

/**
 * Makes a change while faults strike, each of them once. Either a run gets over a fault, or it ends with a code and a
 * remedy; then the same command goes on.
 */
export async function suffer(change: Change, start: StartState, faults: readonly AimedFault[]): Promise<Suffered> {
  const injected = new Map<AimedFault, string>();
  const injectDue = () => {
    for (const each of faults) {
      if (injected.has(each) || !isDue(each, bench, start)) continue;
      injected.set(each, bench.cloud.inject(each.fault).id);
    }
  };
  let look = () => {};
  const bench = await Workbench.open({ driver: () => watched(hasty(), () => look()), from: start.folder });
  try {
    await bench.write({ zones: change.to });
    look = injectDue;
    look();
    const runs: Ended[] = [];
    const problems: string[] = [];
    const struck = () => bench.cloud.faults().filter((fault) => fault.struck > 0).length;
    for (let before = -1; runs.at(-1)?.code !== 0 && struck() > before; ) {
      before = struck();
      const run = await bench.start(nextCommand(change, bench.journal(start.mark))).ended;
      const told = run.code === 0 || /^Error: .* \[[a-z-]+\]\n/m.test(run.stderr);
      if (!told) problems.push(`a run ended without code and remedy: ${run.stderr}`);
      runs.push(run);
    }
    const met = bench.cloud.faults().flatMap((fault) => (fault.struck > 0 ? [fault.id] : []));
    const missed = faults.filter((each) => !met.includes(injected.get(each) ?? ""));
    look = () => {};
    bench.cloud.clearFaults();
    // A call that was carried out and is made again is refused: that is what the fault is about.
    problems.push(...(await judgeEnd(bench, change, start, runs.at(-1), ["refused-call"])));
    if (problems.length > 0) {
      const words = faults.map(({ fault }) => JSON.stringify(fault)).join("\n");
      const kept = await keep(bench, `fault ${change.name} ${words}`.slice(0, 200), runs, problems);
      problems.unshift(`${words}\n(kept in ${kept}):`);
    }
    return { met: met.length, missed, ended: runs.length - 1, problems };
  } finally {
    await bench.close();
  }
}

/** Makes a change once for each of these lists of faults, and says at once what went wrong. */
export function sufferAll(
  change: Change,
  start: StartState,
  runs: readonly (readonly AimedFault[])[],
): Promise<Suffered[]> {
  return inParallel(runs, async (faults) => {
    const outcome = await suffer(change, start, faults);
    if (outcome.problems.length > 0) process.stdout.write(`${outcome.problems.join("\n")}\n`);
    return outcome;
  });
}

/** Whether the call has been made from which on those of the fault are counted. */
function isDue({ after }: AimedFault, bench: Workbench, { mark }: StartState): boolean {
  if (after === undefined) return true;
  const path = new RegExp(after.path);
  const made = bench
    .journal(mark)
    .filter(
      (entry) => entry.kind === "call" && isDone(entry) && entry.method === after.method && path.test(entry.path),
    );
  return made.length >= after.nth;
}
