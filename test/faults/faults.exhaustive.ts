import { afterAll, describe, expect, test } from "@jest/globals";
import { changes } from "../crash/change.ts";
import { inParallel } from "../crash/in-parallel.ts";
import { recordMoments } from "../crash/moments.ts";
import { part } from "../crash/part.ts";
import { StartStates } from "../crash/start-states.ts";
import { type AimedFault, everyFault, inRuns } from "./aimed.ts";
import { suffer } from "./fault-run.ts";
import { tally } from "./tally.ts";

const hours = 12 * 3_600_000;

describe("R11: each fault at each write of a change is got over, or told, and then the change can be finished", () => {
  const states = new StartStates();
  afterAll(() => states.close());

  test.each(changes)(
    "$name",
    async (change) => {
      const start = await states.get(change.from);
      const { moments } = await recordMoments(change, start);
      const calls = moments.flatMap(({ entry }) => (entry.kind === "call" ? [entry] : []));
      const faults = everyFault(calls);
      const sufferAll = (runs: readonly AimedFault[][]) =>
        inParallel(runs, async (run) => {
          const outcome = await suffer(change, start, run);
          if (outcome.problems.length > 0) process.stdout.write(`${outcome.problems.join("\n")}\n`);
          return outcome;
        });
      const together = await sufferAll(part(inRuns(faults)));
      // Where another fault has changed the way, a fault is suffered alone.
      const alone = await sufferAll(together.flatMap(({ missed }) => missed).map((fault) => [fault]));
      const outcomes = [...together, ...alone];
      const { met, ended, bad } = tally(outcomes);
      const { missed } = tally(alone);
      const counts = `${met} of ${faults.length} faults at ${calls.length} writes, in ${outcomes.length} changes`;
      process.stdout.write(`${change.name}: ${counts}; ${ended} have ended a run, ${bad.length} changes went wrong\n`);
      expect({ bad, missed }).toEqual({ bad: [], missed: [] });
    },
    hours,
  );
});
