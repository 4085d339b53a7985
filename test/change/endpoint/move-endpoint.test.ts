import { describe, expect, test } from "@jest/globals";
import { planChange } from "../../../src/change/plan-change.ts";
import type { Gate } from "../../../src/plan/gate.ts";
import { atRest, type Mode, withEndpoint } from "../../kit/cluster/cluster-fixture.ts";
import { unbalanced } from "../../kit/cluster/torn-state.ts";
import { brokenRules } from "../rules.ts";

const sick = { "prod-b": "dead" } as const;

describe.each<[Mode, Mode, string]>([
  ["whenReplicated", "always", "the load balancer"],
  ["always", "whenReplicated", "a replica"],
])("R4, R6: the endpoint of a single replica that is not healthy, %s → %s", (from, to, holder) => {
  test("does not move, and the refusal says what to do", () => {
    const { steps, diagnostics } = planChange(atRest("b", from), atRest("b", to), undefined, sick);
    expect(steps).toEqual([]);
    expect(diagnostics).toEqual([
      expect.objectContaining({
        code: "Q053",
        message: expect.stringContaining(`endpoint's IP cannot move to ${holder} while prod-b is not healthy`),
        remedy: expect.stringMatching(/start or reset the instance of prod-b/i),
      }),
    ]);
  });

  test("moves after an accepted restart, which may cure the replica", () => {
    const request = { kind: "none", acceptOutage: true } as const;
    const { steps, verdict } = planChange(atRest("b", from), atRest("b!", to), request, sick);
    expect(steps[0]).toMatchObject({ kind: "update-replica", subject: "prod-b" });
    expect(steps.map(({ kind }) => kind)).toContain("move-address");
    expect(steps.flatMap(brokenRules)).toEqual([]);
    expect(verdict?.voters).toBe(1);
  });

  test("does not move for a restart that nobody has accepted (R12)", () => {
    const { diagnostics } = planChange(atRest("b", from), atRest("b!", to), undefined, sick);
    expect(diagnostics.map(({ code }) => code)).toEqual(["Q057"]);
  });

  test("moves after a stopped replica was started", () => {
    const stopped = {
      ...atRest("b", from),
      replicas: atRest("b").replicas.map((each) => ({ ...each, running: false })),
    };
    const { steps } = planChange(stopped, atRest("b", to), undefined, sick);
    expect(steps[0]).toMatchObject({ kind: "update-replica", title: "Start prod-b, which is stopped" });
    expect(steps.map(({ kind }) => kind)).toContain("move-address");
  });
});

describe("R6: a replica that dies before the IP has moved to the load balancer", () => {
  const target = atRest("b c d");
  const steps = planChange(atRest("b"), target).steps;
  const after = (kind: string) => steps.filter((step) => step.kind === kind).at(-1)?.after ?? null;
  const seen = (dead: string) =>
    Object.fromEntries(target.members.map((name) => [name, name === dead ? "dead" : "healthy"] as const));
  const asked = (gates: readonly Gate[] = []) => [...new Set(gates.map(({ subject }) => subject))];

  test.each(["prod-b", "prod-d"])("is not waited for by the move once the balancer is built (%s)", (dead) => {
    const [move] = planChange(after("build-balancer"), target, undefined, seen(dead)).steps;
    expect(move).toMatchObject({ kind: "move-address" });
    expect(asked(move?.gates)).toEqual(target.members.filter((name) => name !== dead));
  });

  test("is no reason to wait with the balancer where it holds the IP itself: the others serve first", () => {
    const plan = planChange(after("add-replica"), target, undefined, seen("prod-b"));
    expect(plan.steps.map(({ kind }) => kind)).toEqual(["build-balancer", "move-address", "attach-backend"]);
    expect(plan.steps.slice(0, 2).map(({ gates }) => asked(gates))).toEqual([
      ["prod-c", "prod-d"],
      ["prod-c", "prod-d"],
    ]);
    expect(plan.steps.flatMap(brokenRules)).toEqual([]);
  });

  test("can be replaced: nothing is asked of it", () => {
    for (const kind of ["add-replica", "build-balancer"]) {
      const request = { kind: "replace", replica: "prod-b" } as const;
      const plan = planChange(after(kind), target, request, seen("prod-b"));
      const before = plan.steps.slice(
        0,
        plan.steps.findIndex((step) => step.kind === "remove-member"),
      );
      expect(before.length).toBeGreaterThan(1);
      expect(before.flatMap(({ gates }) => gates).filter((gate) => gate.subject === "prod-b")).toEqual([
        ...(kind === "build-balancer" ? [{ when: "after", check: "drained", subject: "prod-b" }] : []),
      ]);
    }
  });
});

test("R5: an IP that nobody holds goes to a replica that is healthy, if there is one", () => {
  const target = atRest("b c d");
  const torn = withEndpoint(target, { ...unbalanced, address: { on: "none" } });
  const health = { "prod-b": "dead", "prod-c": "healthy", "prod-d": "healthy" } as const;
  const { steps } = planChange(torn, target, undefined, health);
  expect(steps[0]).toMatchObject({
    kind: "move-address",
    after: { endpoint: { address: { on: "replica", name: "prod-c" } } },
  });
});
