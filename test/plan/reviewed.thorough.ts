import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { planChange } from "../../src/change/plan-change.ts";
import { parseClusterFile } from "../../src/cluster/parse.ts";
import { synth } from "../../src/constructs/synth.ts";
import type { Plan } from "../../src/plan/plan.ts";
import { isReviewed, recordedSteps, reviewDifference } from "../../src/plan/reviewed.ts";
import { compareSpecs } from "../../src/propose/compare-specs.ts";
import { detailPlan } from "../../src/propose/detail-plan.ts";
import { observe } from "../../src/topology/observe.ts";
import type { Topology } from "../../src/topology/topology.ts";
import { applied } from "../kit/cluster/applied.ts";
import { atRest, settings } from "../kit/cluster/cluster-fixture.ts";
import { clusterText } from "../kit/cluster/cluster-text.ts";
import { byAddress, tear } from "../kit/cluster/tear.ts";

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

describe("what a torn apply has left to do is reviewed, too (D4, R11)", () => {
  const detailed = (observed: Topology | null, target: Topology) =>
    detailPlan(planChange(observed, target), observed, settings, "verified");
  /** What planning again makes of a change whose step was torn apart; undefined where nothing can be seen of it. */
  function tornPlan(whole: Plan, at: number, target: Topology, stage: number, through: () => boolean) {
    const { before = null, after = null } = whole.steps[at] ?? {};
    if (after === null) return undefined;
    const resources = (topology: Topology | null) => byAddress(applied(synth(settings, topology)));
    const seen = observe(tear(resources(before), resources(after), stage, through));
    if (seen.kind !== "cluster") return undefined;
    return detailed(seen.topology, target);
  }

  const changes: readonly (readonly [string | null, string])[] = [
    [null, "b"],
    ["b", "b c d"],
    ["b c d", "b c d e@b f@c"],
    ["b c d", "b c e"],
    ["b c d", "b! c d"],
  ];

  test.each(changes)("whatever resource stopped it: from %j to %j", (from, to) => {
    const target = atRest(to);
    const whole = detailed(from === null ? null : atRest(from), target);
    const reviewed = reviewedOf(whole);
    fc.assert(
      fc.property(fc.nat(), fc.nat(3), fc.infiniteStream(fc.boolean()), (at, stage, through) => {
        const plan = tornPlan(whole, at % whole.steps.length, target, stage, () => through.next().value);
        if (plan !== undefined && plan.steps.length > 0) expect(isReviewed(plan, reviewed)).toBe(true);
      }),
      { numRuns: 40, seed: 6 },
    );
  });

  test("what is left of a replica that somebody has reviewed nothing of is not cleared away before another change", () => {
    const start = atRest("b c d");
    const disk = { type: "pd-ssd", sizeGb: 50, zone: "europe-west1-e" };
    const littered = { ...start, remains: [{ name: "prod-e", address: true, etcdDisk: disk }] };
    const target = { ...start, settings: { ...start.settings, network: { ...start.settings.network } } };
    const plan = detailed(littered, target);
    expect(plan.steps.map(({ subject }) => subject)).toEqual(["prod-e"]);
    expect(isReviewed(plan, reviewedOf(detailed(atRest("b"), atRest("b c d"))))).toBe(false);
  });

  test("a step that does one thing more than the reviewed one is not what is left of it", () => {
    const whole = detailed(atRest("b"), atRest("b c d"));
    const [first, ...rest] = whole.steps;
    const [change, ...others] = first?.changes ?? [];
    if (first === undefined || change === undefined) throw new Error("the plan has no changes");
    const fewer: Plan = { ...whole, digest: "", steps: [{ ...first, changes: others, title: "less" }, ...rest] };
    expect(isReviewed(fewer, reviewedOf(whole))).toBe(true);
    const other = { ...change, after: { ...change.after, name: "another" } };
    const bent: Plan = { ...whole, digest: "", steps: [{ ...first, changes: [other, ...others] }, ...rest] };
    expect(isReviewed(bent, reviewedOf(whole))).toBe(false);
    const destroyed = { ...change, actions: ["delete", "create"] as const };
    const harsher: Plan = { ...whole, digest: "", steps: [{ ...first, changes: [destroyed, ...others] }, ...rest] };
    expect(isReviewed(harsher, reviewedOf(whole))).toBe(false);
  });

  test("nor is one that something else comes after", () => {
    const whole = detailed(atRest("b"), atRest("b c d"));
    const [first, second] = whole.steps;
    if (first === undefined || second === undefined) throw new Error("the plan is too short");
    const shorter: Plan = { ...whole, digest: "", steps: [first] };
    expect(isReviewed(shorter, reviewedOf(whole))).toBe(false);
    const skipping: Plan = { ...whole, digest: "", steps: [first, ...whole.steps.slice(2)] };
    expect(isReviewed(skipping, reviewedOf(whole))).toBe(false);
  });
});
