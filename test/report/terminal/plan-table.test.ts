import { expect, test } from "@jest/globals";
import { renderPlans } from "../../../src/report/terminal/plan-table.ts";
import { createOne, deleteAll, growToThree, nothingToDo, refused } from "../plan-fixtures.ts";

const plans = [growToThree(), { ...nothingToDo(), cluster: "staging" }, { ...refused(), cluster: "test" }];
const text = renderPlans(plans, { color: false });
const row = (cluster: string) => text.split("\n").find((line) => line.startsWith(cluster));

test("several clusters: one line each, with voters, tolerance, interruption and counts (D9)", () => {
  expect(row("prod")).toMatch(/grow from 1 to 3 replicas .* {2}1 → 3 +0 → 1 +brief interruption +9 +4 +0$/);
  expect(row("staging")).toMatch(/no changes +3 +1 +0 +0 +0$/);
  expect(row("test")).toMatch(/this change is refused +0 +0 +0$/);
});

test("the totals count every cluster, and name refusals", () => {
  expect(text.endsWith("Plan: 9 to add, 4 to change, 0 to destroy, in 3 clusters; 1 refused.\n")).toBe(true);
  expect(renderPlans([createOne(), deleteAll()], { color: false })).toContain(
    "Plan: 5 to add, 0 to change, 2 to destroy, in 2 clusters.\n",
  );
});
