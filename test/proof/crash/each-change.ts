import { afterAll, test } from "@jest/globals";
import { type Change, changes } from "./change.ts";
import { type StartState, StartStates } from "./start-states.ts";

/** Makes a test of each change, which begins with the cluster that the change begins with. It may take that many hours. */
export function testEachChange(hours: number, work: (change: Change, start: StartState) => Promise<void>): void {
  const states = new StartStates();
  afterAll(() => states.close());
  test.each(changes)("$name", async (change) => work(change, await states.get(change.from)), hours * 3_600_000);
}
