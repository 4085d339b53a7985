import { describe, expect } from "@jest/globals";
import { random } from "../../kit/random.ts";
import { seedOf } from "../../kit/seed.ts";
import type { Change } from "./change.ts";
import { testEachChange } from "./each-change.ts";
import { inParallel } from "./in-parallel.ts";
import { goOn, type Moment, type Recording, recordMoments } from "./moments.ts";
import { part } from "./part.ts";
import type { StartState } from "./start-states.ts";

const seed = seedOf(process.env["QUORATE_SEED"] ?? "7");

/** What went wrong after a death, and after another one; undefined where the run after the first had nothing left to write. */
type Outcome = readonly [once: readonly string[], twice: readonly string[] | undefined];

/** Dies at a moment, and once more at one of the next run's, drawn by chance. */
async function dieTwice(change: Change, start: StartState, recording: Recording, moment: Moment): Promise<Outcome> {
  const first = await goOn(change, start, recording, moment);
  const draw = random(seed + moment.entry.sequence)();
  const again = first.moments[Math.floor(draw * first.moments.length)];
  const second = again && (await goOn(change, start, first, again));
  const problems = [...first.problems, ...(second?.problems ?? [])];
  if (problems.length > 0) process.stdout.write(`${problems.join("\n")}\n`);
  return [first.problems, second?.problems];
}

describe("R11: a run that dies at any write is finished by the next one, or where that dies too, by the one after it", () => {
  testEachChange(6, async (change, start) => {
    const recording = await recordMoments(change, start);
    expect(recording.problems).toEqual([]);
    const chosen = part(recording.moments);
    const all = await inParallel(chosen, (moment) => dieTwice(change, start, recording, moment));
    const writes = chosen.filter(({ entry }) => entry.kind === "call").length;
    const once = all.map(([problems]) => problems).filter(isBad);
    const seconds = all.flatMap(([, problems]) => (problems === undefined ? [] : [problems]));
    const twice = seconds.filter(isBad);
    const counts = `died at ${writes} writes and ${chosen.length - writes} events, ${once.length} went wrong`;
    const again = `${seconds.length} died again, drawn by QUORATE_SEED=${seed}, ${twice.length} went wrong`;
    process.stdout.write(`${change.name}: ${counts}; ${again}\n`);
    expect({ once, twice }).toEqual({ once: [], twice: [] });
  });
});

function isBad(problems: readonly string[]): boolean {
  return problems.length > 0;
}
