import type { FaultRequest } from "../../src/local-cloud/faults/fault.ts";
import type { CallEntry } from "../../src/local-cloud/journal.ts";
import { type Change, commandOf } from "../crash/change.ts";
import { keep } from "../crash/crash-run.ts";
import { judgeEnd } from "../crash/judge-end.ts";
import { shortLived } from "../crash/moments.ts";
import { hasty, type StartState } from "../crash/start-states.ts";
import { Workbench } from "../workflow/workbench.ts";

/** What a run made of a fault. */
export interface Suffered {
  /** Whether the fault has struck, and whether the run went on all the same. */
  readonly struck: boolean;
  readonly survived: boolean;
  /** What is not as it should be, in words. */
  readonly problems: readonly string[];
}

const runTimeoutMs = 600_000;

/**
 * Makes a change while a fault strikes. Either the run gets over it, or it ends with a code and a remedy; then the fault
 * is cleared, and the same command finishes the change.
 */
export async function suffer(change: Change, start: StartState, fault: FaultRequest): Promise<Suffered> {
  const bench = await Workbench.open(hasty, start.folder);
  try {
    await bench.write({ zones: change.to });
    bench.cloud.inject(fault);
    const first = await bench.start(commandOf(change), shortLived, runTimeoutMs).ended;
    const struck = bench.cloud.faults().some((each) => each.struck > 0);
    const survived = first.code === 0;
    const told = survived || /^Error: .* \[[a-z-]+\]\n/m.test(first.stderr);
    bench.cloud.clearFaults();
    const last = survived ? first : await bench.start(commandOf(change), shortLived, runTimeoutMs).ended;
    // A call that was carried out and is made again is refused: that is what the fault is about.
    const problems = await judgeEnd(bench, change, start, last, ["refused-call"]);
    if (!told) problems.unshift(`the run ended without code and remedy: ${first.stderr}`);
    if (problems.length > 0) {
      const kept = await keep(bench, `fault ${change.name} ${JSON.stringify(fault)}`, last, problems);
      problems.unshift(`${JSON.stringify(fault)} (kept in ${kept}):`, first.stderr);
    }
    return { struck, survived, problems };
  } finally {
    await bench.close();
  }
}

/** A fault of a call that an earlier run has made: the same path, and the same one of those that have it. */
export function aimedAt(call: CallEntry, earlier: readonly CallEntry[]): Pick<FaultRequest, "method" | "path" | "nth"> {
  const same = earlier.filter((other) => other.method === call.method && aimOf(other) === aimOf(call));
  return { method: call.method, path: aimOf(call), nth: same.length + 1 };
}

/** The path, and of its query only the object's name: generations differ from run to run. */
function aimOf({ path }: CallEntry): string {
  const literally = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  const [bare = "", query = ""] = path.split("?");
  const name = /(?:^|&)(name=[^&]*)/.exec(query)?.[1];
  return `^${literally(bare)}${name === undefined ? "(?:\\?|$)" : `\\?.*${literally(name)}`}`;
}
