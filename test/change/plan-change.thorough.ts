import { isDeepStrictEqual } from "node:util";
import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { planChange } from "../../src/change/plan-change.ts";
import { synth } from "../../src/constructs/synth.ts";
import type { Step } from "../../src/plan/step.ts";
import { observe } from "../../src/topology/observe.ts";
import type { Topology } from "../../src/topology/topology.ts";
import { applied } from "../kit/cluster/applied.ts";
import { atRest, choices, type Mode, settings } from "../kit/cluster/cluster-fixture.ts";
import { byAddress, tear } from "../kit/cluster/tear.ts";
import { brokenRules } from "./rules.ts";

const pool = ["b", "c", "d", "e@b", "f@c"];
const modes: Mode[] = ["whenReplicated", "always"];
const final = (topology: Topology) => ({
  ...topology,
  replicas: topology.replicas.map((each) => ({ ...each, role: "" })),
});

/** From nothing and from every topology of up to five replicas to every such topology. */
const ways = modes.flatMap((mode) => {
  const ends = choices(pool).map((names) => [names, atRest(names, mode)] as const);
  return [["nothing", null] as const, ...ends].flatMap(([from, start]) =>
    ends.map(([to, target]) => ({
      title: `${from} → ${to}, ${mode}`,
      start,
      target,
      steps: planChange(start, target).steps,
    })),
  );
});
const kindsOf = (steps: readonly Step[]) => steps.map(({ kind }) => kind).join(" ");

describe("planChange", () => {
  test("keeps R1 to R6 and R9 at every step between all topologies of up to five replicas", () => {
    expect(ways.flatMap(({ steps }) => steps.flatMap(brokenRules))).toEqual([]);
    expect(ways.reduce((count, { steps }) => count + steps.length, 0)).toBeGreaterThan(10_000);
  });

  test("keeps them with other machine types and zones under the same names too, or refuses for a right reason (R12)", () => {
    const fates = (name: string) => ["", name, `${name}!`, `${name}@x`];
    const targets = fates("b").flatMap((b) =>
      fates("c").flatMap((c) => fates("d").map((d) => [b, c, d].filter(Boolean))),
    );
    const refusals = new Map<string, number>();
    for (const mode of modes) {
      for (const from of choices(["b", "c", "d"])) {
        for (const to of targets.filter((names) => names.length > 0)) {
          const target = atRest(to.join(" "), mode);
          const plan = planChange(atRest(from, mode), target);
          const [refused] = plan.diagnostics.filter(({ severity }) => severity === "error");
          if (refused !== undefined) {
            expect([refused.code, from.split(" ").length]).toEqual([
              expect.stringMatching(/^Q05[67]$/),
              refused.code === "Q056" ? 1 : expect.any(Number),
            ]);
            refusals.set(refused.code, (refusals.get(refused.code) ?? 0) + 1);
            continue;
          }
          expect(plan.steps.flatMap(brokenRules)).toEqual([]);
          const arrived = plan.steps.at(-1)?.after ?? atRest(from, mode);
          expect(final(arrived)).toEqual(final(target));
        }
      }
    }
    expect([...refusals.keys()].sort()).toEqual(["Q056", "Q057"]);
  });

  test("arrives at what was asked for, and then there is nothing to do", () => {
    for (const { title, start, target, steps } of ways) {
      const arrived = steps.at(-1)?.after ?? start;
      if (arrived === null || !isDeepStrictEqual(final(arrived), final(target))) {
        expect([title, arrived && final(arrived)]).toEqual([title, final(target)]);
      }
      const more = planChange(arrived, target).steps;
      if (more.length > 0) expect([title, more]).toEqual([title, []]);
    }
  });

  test("planning again after any step goes on with the steps that were left (R11)", () => {
    // Many ways to a target pass through the same topologies.
    const known = new Map<Topology, Map<string, string>>();
    const planAgain = (from: Topology | null, target: Topology): string => {
      const ofTarget = known.get(target) ?? new Map<string, string>();
      const key = JSON.stringify(from);
      const kinds = ofTarget.get(key) ?? kindsOf(planChange(from, target).steps);
      known.set(target, ofTarget.set(key, kinds));
      return kinds;
    };
    const astray = ways.flatMap(({ title, target, steps }) =>
      steps.flatMap((step, index) => {
        const left = kindsOf(steps.slice(index + 1));
        const again = planAgain(step.after, target);
        return again === left ? [] : [{ title, step: step.title, left, again }];
      }),
    );
    expect(astray).toEqual([]);
  });

  test("planning goes on from a step that was torn apart at any resource, and arrives at the same end (R11)", () => {
    const change = fc.record({
      mode: fc.constantFrom(...modes),
      from: fc.option(fc.constantFrom(...choices(pool))),
      to: fc.constantFrom(...choices(pool)),
      step: fc.nat(),
      stage: fc.nat(3),
      through: fc.infiniteStream(fc.boolean()),
    });
    fc.assert(
      fc.property(change, ({ mode, from, to, step, stage, through }) => {
        const target = atRest(to, mode);
        const { steps } = planChange(from === null ? null : atRest(from, mode), target);
        const torn = steps[step % Math.max(1, steps.length)];
        if (torn === undefined || torn.after === null) return;
        const before = byAddress(applied(synth(settings, torn.before)));
        const after = byAddress(applied(synth(settings, torn.after)));
        const observation = observe(tear(before, after, stage, () => through.next().value));
        if (observation.kind === "lost") return;
        expect(observation.kind).not.toBe("foreign");
        const observed = observation.kind === "cluster" ? observation.topology : null;
        const plan = planChange(observed, target);
        expect(plan.diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
        const arrived = plan.steps.at(-1)?.after ?? observed;
        expect(arrived && final(arrived)).toEqual(final(target));
      }),
      { numRuns: 150 },
    );
  });
});
