import { describe, expect, test } from "@jest/globals";
import { planChange } from "../../../src/change/plan-change.ts";
import { random } from "../../kit/random.ts";
import { seedOf } from "../../kit/seed.ts";
import { families, sample } from "./families.ts";
import { judgeAll, printTally } from "./tally.ts";

const hour = 3_600_000;

describe("every plan keeps the safety rules (R1 to R7, R9 to R12)", () => {
  const seed = seedOf(process.env["QUORATE_SEED"]);
  process.stdout.write(`names dealt by QUORATE_SEED=${seed}\n`);

  test.each(families)(
    "$name, and go on from every step",
    (family) => {
      const tally = judgeAll(planChange, sample(family, random(seed), 1));
      process.stdout.write(`${family.name}: ${printTally(tally)}\n`);
      expect(Object.fromEntries(tally.found)).toEqual({});
    },
    hour,
  );
});
