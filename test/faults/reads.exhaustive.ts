import { afterAll, describe, expect, test } from "@jest/globals";
import { changes } from "../crash/change.ts";
import { inParallel } from "../crash/in-parallel.ts";
import { part } from "../crash/part.ts";
import { StartStates } from "../crash/start-states.ts";
import { suffer } from "./fault-run.ts";
import { faultsOfReads, recordReads } from "./reads.ts";
import { tally } from "./tally.ts";

const hours = 3 * 3_600_000;

describe("R11: whatever cannot be read for once, the change is made, or ends with the reason and can be finished", () => {
  const states = new StartStates();
  afterAll(() => states.close());

  test.each(changes)(
    "$name",
    async (change) => {
      const start = await states.get(change.from);
      const reads = await recordReads(change, start);
      const runs = part(faultsOfReads(reads));
      const outcomes = await inParallel(runs, async (run) => {
        const outcome = await suffer(change, start, run);
        if (outcome.problems.length > 0) process.stdout.write(`${outcome.problems.join("\n")}\n`);
        return outcome;
      });
      const { met, ended, bad, missed } = tally(outcomes);
      const counts = `${met} of ${runs.flat().length} faults at ${reads.length} reads, in ${runs.length} changes`;
      process.stdout.write(`${change.name}: ${counts}; ${ended} have ended a run, ${bad.length} changes went wrong\n`);
      expect({ bad, missed }).toEqual({ bad: [], missed: [] });
    },
    hours,
  );
});
