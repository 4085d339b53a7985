import { describe, expect, test } from "@jest/globals";
import { isReviewed, recordedSteps, reviewDifference } from "../../src/action/accept-reviewed.ts";
import type { Plan } from "../../src/change/plan.ts";
import { parseClusterFile } from "../../src/cluster/parse.ts";
import { compareSpecs } from "../../src/workflow/compare-specs.ts";
import { clusterText } from "../workflow/cluster-text.ts";

const specOf = (zones: string) => {
  const { spec } = parseClusterFile(clusterText({ name: "prod", zones }), "prod.yaml");
  if (spec === undefined) throw new Error("the fixture has errors");
  return spec;
};
const planOf = (from: string, to: string): Plan => compareSpecs(specOf(from), specOf(to));
const reviewedOf = (plan: Plan) => ({ digest: plan.digest, steps: recordedSteps(plan) });

describe("what was reviewed is what may be applied (D4)", () => {
  const reviewed = reviewedOf(planOf("b", "bcd"));

  test("the plan itself, made anew", () => {
    expect(isReviewed(planOf("b", "bcd"), reviewed)).toBe(true);
  });

  test("what is left of it after each of its steps", () => {
    const whole = planOf("b", "bcd");
    const step = whole.steps[0]?.after;
    expect(step).not.toBeNull();
    const left = whole.steps.slice(1);
    const tail: Plan = { ...whole, steps: left, digest: recordedSteps(whole)[1]?.digest ?? "" };
    expect(tail.digest).not.toBe(whole.digest);
    expect(isReviewed(tail, reviewed)).toBe(true);
  });

  test("no other plan, of the same length or from elsewhere", () => {
    expect(isReviewed(planOf("b", "bcc"), reviewed)).toBe(false);
    expect(isReviewed(planOf("bcb", "bcd"), reviewed)).toBe(false);
    expect(isReviewed(planOf("b", "bcd"), { digest: "", steps: [] })).toBe(false);
  });

  test("the difference names what is gone and what is new", () => {
    const lines = reviewDifference(planOf("b", "bcc"), reviewed);
    expect(lines.filter((line) => line.startsWith("-")).join("\n")).toContain("prod-d");
    expect(lines.filter((line) => line.startsWith("+")).join("\n")).toContain("prod-c2");
    expect(lines).toContain("  Add replica prod-c in europe-west1-c");
  });
});
