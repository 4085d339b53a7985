import { expect, test } from "@jest/globals";
import fc from "fast-check";
import { jsonList, renderJson } from "../../../src/report/json/json.ts";
import { anyPlan } from "../plan-arbitraries.ts";
import { refused } from "../plan-fixtures.ts";

test("a list written in parts is the list written at once, whatever is in it (D9)", () => {
  const findings = refused().diagnostics;
  expect(findings.length).toBeGreaterThan(0);
  fc.assert(
    fc.property(
      fc.array(anyPlan, { minLength: 1, maxLength: 3 }),
      fc.constantFrom([], findings),
      (plans, diagnostics) => {
        expect(plans.map(jsonList.item).join("") + jsonList.end(diagnostics)).toBe(renderJson(plans, diagnostics));
      },
    ),
    { numRuns: 60 },
  );
});
