import { describe, expect } from "@jest/globals";
import { goOn, wordsOf } from "./crash-run.ts";
import { testEachChange } from "./each-change.ts";
import { inParallel } from "./in-parallel.ts";
import { recordMoments } from "./moments.ts";
import { part } from "./part.ts";

describe("R11: a run that dies at any write is finished by the next one", () => {
  testEachChange(3, async (change, start) => {
    const recording = await recordMoments(change, start);
    expect(recording.problems).toEqual([]);
    const chosen = part(recording.moments);
    const writes = chosen.filter(({ entry }) => entry.kind === "call").length;
    const found = await inParallel(chosen, async (moment) => {
      const problems = await goOn(change, start, recording, moment);
      if (problems.length > 0)
        process.stdout.write(`${change.name}, ${wordsOf(moment.entry)}: ${problems.join("\n")}\n`);
      return problems;
    });
    const events = chosen.length - writes;
    const bad = found.filter((problems) => problems.length > 0);
    process.stdout.write(`${change.name}: died at ${writes} writes and ${events} events, ${bad.length} went wrong\n`);
    expect(bad).toEqual([]);
  });
});
