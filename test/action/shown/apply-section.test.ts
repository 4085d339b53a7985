import { expect, test } from "@jest/globals";
import { applySection } from "../../../src/action/shown/apply-section.ts";
import { recordedSteps } from "../../../src/plan/reviewed.ts";
import { changeOf } from "../../kit/cluster/change-fixture.ts";

const planned = (from: string, to: string) => {
  const [cluster] = changeOf([
    { name: "prod", zones: from },
    { name: "prod", zones: to },
  ]).clusters;
  if (cluster === undefined || "trouble" in cluster.outcome) throw new Error("there is no plan");
  return { cluster, plan: cluster.outcome.plan };
};
const now = planned("bcdbc", "bcd");
const then = planned("b", "bcd").plan;
const section = (maxCharacters: number) =>
  applySection(
    {
      cluster: now.cluster,
      applied: { kind: "not-reviewed", plan: now.plan },
      reviewed: { digest: then.digest, steps: recordedSteps(then) },
      expected: true,
    },
    { formUrl: undefined, maxCharacters },
  );

test("an apply that was refused tells what was reviewed and what would happen now (D4)", () => {
  expect(section(60_000)).toMatch(/^- Add replica prod-c in europe-west1-c$/m);
  expect(section(60_000)).toMatch(/^\+ Take prod-c2 out of the load balancer$/m);
});

test.each([5_000, 9_000, 15_000])("in %i characters, it uses the room that there is", (room) => {
  const whole = section(1_000_000);
  const text = section(room);
  expect(whole.length).toBeGreaterThan(19_000);
  expect(text.length).toBeLessThanOrEqual(room);
  // The details that it cannot show are of a step each: what is left over is less than the smallest of them.
  expect(text.length).toBeGreaterThan(room - 4_000);
});
