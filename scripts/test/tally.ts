import { readFile } from "node:fs/promises";
import * as z from "zod";

/** How many tests or checks ended which way. */
export interface Tally {
  readonly passed: number;
  readonly failed: number;
  readonly skipped: number;
}

/** What of Jest's `--json` output is counted. */
const results = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  numPendingTests: z.number(),
  numTodoTests: z.number(),
  numRuntimeErrorTestSuites: z.number(),
});

/**
 * Counts a Jest run by the file that `--outputFile` named and its exit code. A file of tests that could not be run counts
 * as one failure, and so does a run that has failed without saying which test did.
 */
export async function jestTally(file: string, exitCode: number): Promise<Tally> {
  const text = await readFile(file, "utf8").catch(() => undefined);
  if (text === undefined) return { passed: 0, failed: 1, skipped: 0 };
  const run = results.parse(JSON.parse(text));
  const failed = run.numFailedTests + run.numRuntimeErrorTestSuites;
  return {
    passed: run.numPassedTests,
    failed: exitCode === 0 ? failed : Math.max(1, failed),
    skipped: run.numPendingTests + run.numTodoTests,
  };
}

export function sum(tallies: readonly Tally[]): Tally {
  const total = (key: keyof Tally) => tallies.reduce((count, tally) => count + tally[key], 0);
  return { passed: total("passed"), failed: total("failed"), skipped: total("skipped") };
}

/** `12 passed, 0 failed`, and `, 3 skipped` when there are any. */
export function tallyPhrase({ passed, failed, skipped }: Tally): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ""}`;
}
