import { expect, test } from "@jest/globals";
import { planChange } from "../../src/change/plan-change.ts";
import { random } from "../kit/random.ts";
import { seedOf } from "../kit/seed.ts";
import { families, sample } from "../proof/exhaustive/families.ts";
import { judgeAll } from "../proof/exhaustive/tally.ts";

/** The part of the clusters of three that is gone through, after all of one or two replicas. */
const share = 0.05;

/** The oracle within seconds: small clusters, always the same ones, and nothing after the first plan that is wrong. */
test("small plans keep the safety rules, and go on from every step (R1 to R7, R9 to R12)", () => {
  for (const [most, part] of [[2, 0] as const, [3, share] as const]) {
    for (const family of families) {
      const scope = { ...family.scope, mostObserved: most, mostDesired: most };
      for (const question of sample({ ...family, scope }, random(seedOf(process.env["QUORATE_SEED"])), part)) {
        const { found } = judgeAll(planChange, [question]);
        if (found.size > 0) expect([question.title, ...found.keys()]).toEqual([question.title]);
      }
    }
  }
});
