import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "@jest/globals";
import { jestTally, sum, tallyPhrase } from "../../scripts/test/tally.ts";

let directory: string;
let file: string;

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), "quorate-tally-"));
  file = join(directory, "jest.json");
});
afterAll(() => rmSync(directory, { recursive: true }));

function write(counts: Record<string, number>): void {
  const none = {
    numPassedTests: 0,
    numFailedTests: 0,
    numPendingTests: 0,
    numTodoTests: 0,
    numRuntimeErrorTestSuites: 0,
  };
  writeFileSync(file, JSON.stringify({ ...none, ...counts }));
}

test("a file of tests that could not be run counts as a failure", async () => {
  write({ numPassedTests: 5, numRuntimeErrorTestSuites: 1, numPendingTests: 2, numTodoTests: 1 });
  expect(await jestTally(file, 1)).toEqual({ passed: 5, failed: 1, skipped: 3 });
});

test("a run that failed is never counted as a success", async () => {
  write({ numPassedTests: 5 });
  expect(await jestTally(file, 1)).toMatchObject({ failed: 1 });
  expect(await jestTally(join(directory, "absent.json"), 0)).toEqual({ passed: 0, failed: 1, skipped: 0 });
});

test("the last line tells of skipped tests only when there are any", () => {
  expect(
    tallyPhrase(
      sum([
        { passed: 3, failed: 0, skipped: 0 },
        { passed: 1, failed: 2, skipped: 0 },
      ]),
    ),
  ).toBe("4 passed, 2 failed");
  expect(tallyPhrase({ passed: 1, failed: 0, skipped: 2 })).toBe("1 passed, 0 failed, 2 skipped");
});
