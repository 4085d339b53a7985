import { afterAll, describe, expect, test } from "@jest/globals";
import { random } from "../../kit/random.ts";
import { patience } from "../../kit/run/workbench.ts";
import { seedOf } from "../../kit/seed.ts";
import { changes } from "../crash/change.ts";
import { StartStates } from "../crash/start-states.ts";
import { suffer } from "./fault-run.ts";
import { faultsOfReads, recordReads } from "./reads.ts";
import { tally } from "./tally.ts";

// `npm run test:exhaustive` has every change with every kind of fault.
describe("R11: whatever cannot be read for once, the change is made, or ends with the reason and can be finished", () => {
  const states = new StartStates();
  afterAll(() => states.close());

  test(
    "one change with one kind of fault, drawn by chance",
    async () => {
      const seed = seedOf(process.env["QUORATE_SEED"] ?? "7");
      const next = random(seed);
      const draw = <Item>(items: readonly Item[]) => items[Math.floor(next() * items.length)] as Item;
      const change = draw(changes);
      const start = await states.get(change.from);
      const run = draw(faultsOfReads(await recordReads(change, start)));
      process.stdout.write(
        `${change.name}, ${run[0]?.fault.kind} at ${run.length} reads, drawn by QUORATE_SEED=${seed}\n`,
      );
      const { bad, missed } = tally([await suffer(change, start, run)]);
      expect({ bad, missed }).toEqual({ bad: [], missed: [] });
    },
    2 * patience,
  );
});
