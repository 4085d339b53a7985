import { describe, expect } from "@jest/globals";
import { testEachChange } from "../crash/each-change.ts";
import { recordMoments } from "../crash/moments.ts";
import { part } from "../crash/part.ts";
import { everyFault, inRuns } from "./aimed.ts";
import { sufferAll } from "./fault-run.ts";
import { tally } from "./tally.ts";

describe("R11: each fault at each write of a change is got over, or told, and then the change can be finished", () => {
  testEachChange(12, async (change, start) => {
    const { moments } = await recordMoments(change, start);
    const calls = moments.flatMap(({ entry }) => (entry.kind === "call" ? [entry] : []));
    const faults = everyFault(calls);
    const together = await sufferAll(change, start, part(inRuns(faults)));
    // Where another fault has changed the way, a fault is suffered alone.
    const rest = together.flatMap(({ missed }) => missed).map((fault) => [fault]);
    const alone = await sufferAll(change, start, rest);
    const outcomes = [...together, ...alone];
    const { met, ended, bad } = tally(outcomes);
    const counts = `${met} of ${faults.length} faults at ${calls.length} writes, in ${outcomes.length} changes`;
    process.stdout.write(`${change.name}: ${counts}; ${ended} have ended a run, ${bad.length} changes went wrong\n`);
    expect({ bad, missed: tally(alone).missed }).toEqual({ bad: [], missed: [] });
  });
});
