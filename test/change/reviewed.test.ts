import { describe, expect, test } from "@jest/globals";
import { planChange } from "../../src/change/plan-change.ts";
import { changeDigest, digest } from "../../src/plan/digest.ts";
import type { DetailedStep, Plan } from "../../src/plan/plan.ts";
import type { Action, ResourceChange } from "../../src/plan/resource-change.ts";
import { isReviewed, recordedSteps } from "../../src/plan/reviewed.ts";
import { atRest } from "../kit/cluster/cluster-fixture.ts";

const change = (name: string, ...actions: Action[]): ResourceChange => ({
  address: `google_compute_instance.${name}`,
  actions,
  before: null,
  after: { name },
  afterUnknown: {},
});

/** A plan of these steps, with the digest that they have. */
function planOf(steps: readonly DetailedStep[], cluster = "prod"): Plan {
  return {
    cluster,
    digest: digest(cluster, steps),
    basis: "verified",
    summary: { steps: steps.length, add: 0, change: 0, destroy: 0 },
    steps,
    verdict: null,
    from: null,
    to: null,
    diagnostics: [],
  };
}

/** From one to three: each step creates an instance, updates another one and replaces a third. */
const steps: readonly DetailedStep[] = planChange(atRest("b"), atRest("b c d")).steps.map((step, at) => ({
  ...step,
  changes: [change(`new-${at}`, "create"), change(`old-${at}`, "update"), change(`other-${at}`, "delete", "create")],
}));
const whole = planOf(steps);
const reviewed = { digest: whole.digest, steps: recordedSteps(whole) };
const [first, second, third, last] = steps as [DetailedStep, DetailedStep, DetailedStep, DetailedStep];

/** The plan with its first step torn: of that, these changes are left. */
const left = (changes: readonly ResourceChange[], rest = steps.slice(1)) => planOf([{ ...first, changes }, ...rest]);

describe("the record of a review (D4)", () => {
  test("has of each step its title, the digest from there on, and those of its changes", () => {
    expect(reviewed.steps).toEqual(
      steps.map(({ title, changes }, at) => ({
        title,
        digest: digest("prod", steps.slice(at)),
        changes: changes.map(changeDigest),
      })),
    );
    expect(reviewed.steps[0]?.digest).toBe(whole.digest);
  });
});

describe("what may be applied (D4, R11)", () => {
  test("the plan whose digest somebody gave, without any record", () => {
    expect(isReviewed(whole, { digest: whole.digest, steps: [] })).toBe(true);
    expect(isReviewed(planOf(steps.slice(1)), { digest: whole.digest, steps: [] })).toBe(false);
  });

  test("no plan of another cluster, though its steps are the same", () => {
    expect(isReviewed(planOf(steps.slice(1), "test"), reviewed)).toBe(false);
    expect(isReviewed({ ...left([]), cluster: "test" }, reviewed)).toBe(false);
  });

  test("the plan without steps, where that was reviewed", () => {
    expect(isReviewed(planOf([]), { digest: planOf([]).digest, steps: [] })).toBe(true);
  });

  test.each<[string, readonly ResourceChange[]]>([
    ["one of its changes", [change("new-0", "create")]],
    ["a replacement", [change("other-0", "delete", "create")]],
    ["all of them", first.changes],
    ["an update of what it has created", [change("new-0", "update")]],
    ["a creation of what it has deleted in order to replace it", [change("other-0", "create")]],
  ])("a step of which %s is left, with what comes after it", (_, changes) => {
    expect(isReviewed(left(changes), reviewed)).toBe(true);
    expect(isReviewed(left(changes, []), reviewed)).toBe(false);
    expect(isReviewed(left(changes, [third, last]), reviewed)).toBe(false);
  });

  test("a step of which nothing is left, because it changes nothing", () => {
    expect(isReviewed(left([]), reviewed)).toBe(true);
    expect(isReviewed(left([], [third, last]), reviewed)).toBe(true);
    expect(isReviewed(left([], [second, last]), reviewed)).toBe(false);
  });

  test.each<[string, readonly ResourceChange[]]>([
    ["another resource", [change("another", "create")]],
    ["another value", [{ ...change("new-0", "create"), after: { name: "new-0", size: 2 } }]],
    ["one that it does, and another", [change("new-0", "create"), change("another", "create")]],
    ["a creation where it updates", [change("old-0", "create")]],
    ["a deletion where it creates", [change("new-0", "delete")]],
    ["a deletion where it replaces", [change("other-0", "delete")]],
    ["a replacement where it creates", [change("new-0", "delete", "create")]],
    ["a replacement where it updates", [change("old-0", "delete", "create")]],
    ["an update of what it replaces", [change("other-0", "update")]],
    ["no action at all", [{ ...change("new-0"), actions: [] }]],
    ["a change of the step after it", [change("new-1", "create")]],
  ])("no step that changes %s", (_, changes) => {
    expect(isReviewed(left(changes), reviewed)).toBe(false);
  });

  test("no last step of which something is left that another step does", () => {
    const rest = (changes: readonly ResourceChange[]) => planOf([{ ...last, changes }]);
    expect(isReviewed(rest([change("old-3", "update")]), reviewed)).toBe(true);
    expect(isReviewed(rest([change("old-2", "update")]), reviewed)).toBe(false);
  });

  test("no steps in another order, and none that leave one out", () => {
    expect(isReviewed(planOf([second, first, third, last]), reviewed)).toBe(false);
    expect(isReviewed(planOf([first, third, last]), reviewed)).toBe(false);
    expect(isReviewed(planOf([second, third]), reviewed)).toBe(false);
  });
});

describe("what a torn step has left of a replica that is not there (R9, R11)", () => {
  const rest = atRest("b c d");
  const clearing: DetailedStep = {
    ...first,
    kind: "delete-replica",
    subject: "prod-e",
    title: "clear",
    before: rest,
    changes: [change("left", "delete")],
  };

  test("may be cleared away before a reviewed step of which nothing is left", () => {
    expect(isReviewed(planOf([clearing, { ...first, changes: [] }, ...steps.slice(1)]), reviewed)).toBe(true);
  });

  test("may not be cleared away in the middle of them, nor before others", () => {
    expect(isReviewed(planOf([first, clearing, ...steps.slice(1)]), reviewed)).toBe(false);
    expect(isReviewed(planOf([clearing, second, first]), reviewed)).toBe(false);
    expect(isReviewed(planOf([clearing]), reviewed)).toBe(false);
  });

  test("is not cleared away for its own sake: where nothing else is left to do, it has to be reviewed", () => {
    const other: DetailedStep = { ...clearing, subject: "prod-f", changes: [change("other", "delete")] };
    const ending = planOf([first, other]);
    const record = { digest: ending.digest, steps: recordedSteps(ending) };
    expect(isReviewed(planOf([other]), record)).toBe(true);
    expect(isReviewed(planOf([clearing, other]), record)).toBe(false);
  });

  test.each<[string, Partial<DetailedStep>]>([
    [
      "deletes a replica that has an instance",
      { subject: "prod-d", before: { ...rest, members: ["prod-b", "prod-c"] } },
    ],
    ["deletes a member's", { before: { ...rest, members: [...rest.members, "prod-e"] } }],
    ["does something else", { kind: "drain-backend" }],
    ["begins with no cluster", { before: null }],
  ])("is not what a step clears that %s", (_, part) => {
    expect(isReviewed(planOf([{ ...clearing, ...part }, ...steps]), reviewed)).toBe(false);
  });
});
