import { afterAll, describe, expect, test } from "@jest/globals";
import type { FaultRequest } from "../../src/local-cloud/faults/fault.ts";
import { changes } from "../crash/change.ts";
import { inParallel } from "../crash/in-parallel.ts";
import { recordMoments } from "../crash/moments.ts";
import { part } from "../crash/part.ts";
import { StartStates } from "../crash/start-states.ts";
import { aimedAt, suffer } from "./fault-run.ts";

const hours = 12 * 3_600_000;
/** As many faults are suffered at a time. */
const workers = 2;
const faults: readonly FaultRequest[] = [
  { kind: "too-many-requests" },
  { kind: "too-many-requests", retryAfter: 1 },
  { kind: "internal-error" },
  { kind: "internal-error", carriedOut: true },
  { kind: "bad-gateway" },
  { kind: "unavailable" },
  { kind: "unavailable", carriedOut: true },
  { kind: "connection-reset" },
  { kind: "connection-reset", carriedOut: true },
  { kind: "no-answer", seconds: 1 },
  { kind: "no-answer", seconds: 1, carriedOut: true },
  { kind: "operation-fails" },
  { kind: "stock-out" },
  { kind: "quota-exceeded" },
  { kind: "quota-exceeded", late: true },
  { kind: "permission-denied" },
  { kind: "in-use" },
  { kind: "in-use", late: true },
];

describe("R11: each fault at each write of a change is got over, or told, and then the change can be finished", () => {
  const states = new StartStates();
  afterAll(() => states.close());
  const [change] = changes;

  test(
    "from one to three",
    async () => {
      if (change === undefined) throw new Error("there is no change");
      const start = await states.get(change.from);
      const { moments } = await recordMoments(change, start);
      const calls = moments.flatMap(({ entry }) => (entry.kind === "call" ? [entry] : []));
      const cases = calls.flatMap((call, index) =>
        faults.map((fault) => ({ ...fault, ...aimedAt(call, calls.slice(0, index)) })),
      );
      const chosen = part(cases);
      const suffered = await inParallel(chosen, workers, async (fault) => {
        const outcome = await suffer(change, start, fault);
        if (outcome.problems.length > 0) process.stdout.write(`${outcome.problems.join("\n")}\n`);
        return outcome;
      });
      const bad = suffered.map(({ problems }) => problems).filter((problems) => problems.length > 0);
      const survived = suffered.filter((outcome) => outcome.survived).length;
      const counts = `${chosen.length} of ${cases.length} faults, ${survived} got over, ${bad.length} went wrong`;
      process.stdout.write(`${change.name}: ${counts}\n`);
      expect(bad).toEqual([]);
    },
    hours,
  );
});
