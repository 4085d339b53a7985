import { describe, expect } from "@jest/globals";
import { testEachChange } from "../crash/each-change.ts";
import { part } from "../crash/part.ts";
import { sufferAll } from "./fault-run.ts";
import { faultsOfReads, recordReads } from "./reads.ts";
import { tally } from "./tally.ts";

describe("R11: whatever cannot be read for once, the change is made, or ends with the reason and can be finished", () => {
  testEachChange(3, async (change, start) => {
    const reads = await recordReads(change, start);
    const runs = part(faultsOfReads(reads));
    const { met, ended, bad, missed } = tally(await sufferAll(change, start, runs));
    const counts = `${met} of ${runs.flat().length} faults at ${reads.length} reads, in ${runs.length} changes`;
    process.stdout.write(`${change.name}: ${counts}; ${ended} have ended a run, ${bad.length} changes went wrong\n`);
    expect({ bad, missed }).toEqual({ bad: [], missed: [] });
  });
});
