import { expect, test } from "@jest/globals";
import { planChange } from "../../src/change/plan-change.ts";
import { synth } from "../../src/constructs/synth.ts";
import { observe } from "../../src/topology/observe.ts";
import type { Topology } from "../../src/topology/topology.ts";
import { applied } from "../kit/cluster/applied.ts";
import { atRest, choices, type Mode, settings } from "../kit/cluster/cluster-fixture.ts";

const resources = (topology: Topology) => applied(synth(settings, topology));

test("observe gives back every topology that a plan passes through (R11)", () => {
  let checked = 0;
  for (const mode of ["whenReplicated", "always"] satisfies Mode[]) {
    for (const to of choices(["b", "c", "e@b"])) {
      for (const from of [null, atRest("c", mode), atRest("b c d", mode)]) {
        for (const step of planChange(from, atRest(to, mode)).steps) {
          if (step.after === null) continue;
          expect(observe(resources(step.after))).toEqual({ kind: "cluster", topology: step.after });
          checked++;
        }
      }
    }
  }
  expect(checked).toBeGreaterThan(100);
});
