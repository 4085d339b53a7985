import { describe, expect, test } from "@jest/globals";
import { planChange } from "../../../src/change/plan-change.ts";
import type { Health } from "../../../src/plan/health.ts";
import type { ChangePlan } from "../../../src/plan/step.ts";
import type { Topology } from "../../../src/topology/topology.ts";
import { atRest, type Mode } from "../../kit/cluster/cluster-fixture.ts";
import { brokenHealthRules, brokenRules } from "../rules.ts";

const replace = { kind: "replace", replica: "prod-b" } as const;
const codes = ({ diagnostics }: ChangePlan) => diagnostics.map(({ code }) => code);
const story = ({ steps }: ChangePlan) =>
  steps.filter(({ kind }) => /member|replica/.test(kind)).map(({ kind, subject }) => `${kind} ${subject}`);
const seen = ({ replicas }: Topology, ...dead: string[]): NonNullable<Health> =>
  Object.fromEntries(replicas.map(({ name }) => [name, dead.includes(name) ? "dead" : "healthy"]));
const anew = ["remove-member prod-b", "delete-replica prod-b", "add-replica prod-b"];

describe.each<Mode>(["whenReplicated", "always"])("A5: replacing a replica while others come and go, %s", (mode) => {
  test.each<[string, string, string[], string[], string[]]>([
    [
      "the other leaves: only when the new one votes",
      "b c",
      [],
      anew,
      ["remove-member prod-c", "delete-replica prod-c"],
    ],
    ["another one comes: that one is first", "b", [], ["add-replica prod-c"], anew],
    [
      "a dead one leaves: that one is first, so that the others can decide (R2)",
      "b c d",
      ["prod-d"],
      ["remove-member prod-d", "delete-replica prod-d"],
      anew,
    ],
  ])("%s", (_, from, dead, first, then) => {
    const observed = atRest(from, mode);
    const target = atRest(from === "b c" ? "b" : "b c", mode);
    const health = seen(observed, ...dead);
    const plan = planChange(observed, target, replace, health);
    expect(story(plan)).toEqual(["mark-replica prod-b", ...first, ...then]);
    expect(plan.steps.flatMap(brokenRules)).toEqual([]);
    expect(brokenHealthRules(plan.steps, health)).toEqual([]);
    expect(plan.steps.at(-1)?.after?.members).toEqual(target.members);
  });

  test("R11: the same request goes on from every step, also once the replica is the only member (Q059)", () => {
    const target = atRest("b", mode);
    const { steps } = planChange(atRest("b c", mode), target, replace);
    const told = steps.find(({ kind, subject }) => kind === "remove-member" && subject === "prod-c");
    for (const step of steps.slice(0, -1)) {
      const plan = planChange(step.after, target, replace);
      expect([step.title, plan.steps.at(-1)?.after?.members]).toEqual([step.title, ["prod-b"]]);
      if (step.id >= (told?.id ?? 0)) expect([step.title, ...codes(plan)]).toEqual([step.title, "Q059"]);
    }
    expect(codes(planChange(steps.at(-1)?.after ?? null, target, replace))).toEqual(["Q056"]);
  });
});

test("R11: a newcomer is known as one while the load balancer is there still, also where it is not wanted any more", () => {
  const target = atRest("b");
  const { steps } = planChange(atRest("b c", "always"), target, replace);
  const added = steps.find(({ kind }) => kind === "add-replica");
  const plan = planChange(added?.after ?? null, target, replace);
  expect(codes(plan)).toContain("Q059");
  expect(story(plan)).toEqual(["remove-member prod-c", "delete-replica prod-c"]);
});

test("the only replica is not replaced; that it is not healthy changes the way out", () => {
  const alone = atRest("b");
  const remedies = [seen(alone), seen(alone, "prod-b")].map((health) => {
    const { diagnostics, steps } = planChange(alone, alone, replace, health);
    expect(steps).toEqual([]);
    return diagnostics.map(({ code, remedy }) => `${code} ${remedy}`);
  });
  expect(remedies).toEqual([
    [expect.stringMatching(/^Q056 Add two replicas with `quorate add`/)],
    [expect.stringMatching(/^Q056 Start or reset the instance of prod-b/)],
  ]);
});

test("where quorum is lost, it is quorum that the refusal speaks of, whoever comes or leaves", () => {
  const two = atRest("b c");
  const { diagnostics } = planChange(two, atRest("b"), replace, seen(two, "prod-c"));
  expect(diagnostics).toEqual([
    expect.objectContaining({
      code: "Q053",
      message: expect.stringMatching(/prod-b cannot be replaced: etcd has lost/),
    }),
  ]);
});
