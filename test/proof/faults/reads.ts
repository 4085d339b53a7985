import { Workbench } from "../../kit/run/workbench.ts";
import { type Change, commandOf } from "../crash/change.ts";
import { hasty, type StartState } from "../crash/start-states.ts";
import { type AimedFault, anywhere } from "./aimed.ts";

/** A call that changes nothing. */
interface Read {
  /** With its query. */
  readonly path: string;
}

/** Makes a change, and answers the reads of it. */
export async function recordReads(change: Change, start: StartState): Promise<readonly Read[]> {
  const bench = await Workbench.open({ driver: hasty, from: start.folder });
  try {
    await bench.write({ zones: change.to });
    const { code, stderr } = await bench.start(commandOf(change)).ended;
    if (code !== 0) throw new Error(`${change.name} ended with ${code}:\n${stderr}`);
    return bench.barrier.calls.filter(({ method }) => method === "GET");
  } finally {
    await bench.close();
  }
}

/**
 * Faults of reads, a list for each run: for every kind one in which what is read fails when it is read first, and one in
 * which it fails later. A read that has failed changes nothing, so that all can fail in one run.
 */
export function faultsOfReads(reads: readonly Read[]): AimedFault[][] {
  const all = [...Map.groupBy(reads, patternOf)];
  const kinds = anywhere.filter(({ carriedOut }) => !carriedOut);
  return kinds.flatMap((kind) => {
    // How often something is read again depends on the clock.
    const fail = (path: string, nth: number, index: number): AimedFault => ({
      fault: { ...kind, method: "GET", path, nth },
      index,
      after: undefined,
      timed: nth > 1,
    });
    const first = all.map(([path], index) => fail(path, 1, index));
    const later = all.flatMap(([path, { length }], index) =>
      length > 1 ? [fail(path, 1 + Math.ceil(length / 2), index)] : [],
    );
    return [first, later];
  });
}

/** What is read, whatever the query; operations have other names in each run. */
function patternOf({ path }: Read): string {
  const [bare = ""] = path.split("?");
  const literal = bare.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  return `^${literal.replace(/operations\/[^/]+$/, "operations/[^/?]+")}(?:\\?|$)`;
}
