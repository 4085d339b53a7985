import { describe, expect, test } from "@jest/globals";
import { planChange } from "../../../src/change/plan-change.ts";
import type { ChangePlan, Step } from "../../../src/plan/step.ts";
import { random, shuffled } from "../../kit/random.ts";
import { seedOf } from "../../kit/seed.ts";
import type { ChangeCase } from "./change-case.ts";
import { casesOf, type Family, families, sample } from "./families.ts";
import { rosters } from "./roster.ts";
import { judgeAll, printTally } from "./tally.ts";

const minutes = 60_000;

describe("plans chosen by chance keep the safety rules (R1 to R7, R9 to R12)", () => {
  const seed = seedOf(process.env["QUORATE_SEED"]);
  process.stdout.write(`again with QUORATE_SEED=${seed}\n`);

  test.each(families)(
    "$name, and go on from every step",
    (family) => {
      const tally = judgeAll(planChange, sample(family, random(seed), family.share));
      process.stdout.write(`${family.name}: ${printTally(tally)}\n`);
      expect(Object.fromEntries(tally.found)).toEqual({});
    },
    5 * minutes,
  );

  test(
    "a plan for which nobody looked at the replicas is the one for healthy replicas",
    () => {
      for (const family of families) {
        for (const { observed, desired, request, health, title } of sample(family, random(seed), family.share / 4)) {
          if (Object.values(health ?? {}).some((each) => each !== "healthy")) continue;
          const [offline, looked] = [null, health].map((seen) => planChange(observed, desired, request, seen).steps);
          expect([title, offline?.map(plain)]).toEqual([title, looked?.map(plain)]);
        }
      }
    },
    5 * minutes,
  );

  test(
    "under other names of replicas and zones the plans have the same steps, so that one name stands for all",
    () => {
      const differing = families.flatMap((family) => differences(family, seed));
      expect(differing).toEqual([]);
    },
    5 * minutes,
  );
});

/** A step without what was seen of etcd. */
function plain({ etcd: _, ...step }: Step): Omit<Step, "etcd"> {
  return step;
}

/** Cases whose plan changes when replicas and zones get other names. */
function differences(family: Family, seed: number): string[] {
  const next = random(seed);
  const found: string[] = [];
  for (const roster of rosters(family.scope)) {
    if (next() >= family.share / 4) continue;
    const zones = shuffled([0, 1, 2], next);
    const renamed = roster.map((part) => ({
      ...part,
      zone: zones[part.zone] ?? 0,
      target: part.target === null ? null : (zones[part.target] ?? 0),
    }));
    const others = casesOf(family, renamed, next);
    for (const question of casesOf(family, roster, next)) {
      const other = others.next().value as ChangeCase;
      if (gist(question) !== gist(other)) found.push(`${question.title} ≠ ${other.title}`);
    }
  }
  return found;
}

/** What is done to a cluster, whatever its replicas are called: kinds of steps in any order, and refusals. */
function gist({ observed, desired, request, health }: ChangeCase): string {
  const { steps, diagnostics }: ChangePlan = planChange(observed, desired, request, health);
  const errors = diagnostics.filter(({ severity }) => severity === "error").map(({ code }) => code);
  return [...steps.map(({ kind }) => kind), ...errors].sort().join(" ");
}
