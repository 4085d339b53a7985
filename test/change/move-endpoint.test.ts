import { describe, expect, test } from "@jest/globals";
import { planChange } from "../../src/change/plan-change.ts";
import { atRest, type Mode } from "../topology/cluster-fixture.ts";
import { brokenRules } from "./rules.ts";

const sick = { "prod-b": "dead" } as const;

describe.each<[Mode, Mode]>([
  ["whenReplicated", "always"],
  ["always", "whenReplicated"],
])("R4, R6: the endpoint of a single replica that is not healthy, %s → %s", (from, to) => {
  test("does not move, and the refusal says what to do", () => {
    const { steps, diagnostics } = planChange(atRest("b", from), atRest("b", to), undefined, sick);
    expect(steps).toEqual([]);
    expect(diagnostics).toEqual([
      expect.objectContaining({
        code: "Q053",
        message: expect.stringMatching(/endpoint's IP cannot move .* prod-b is not healthy/),
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

test("R5: an IP that nobody holds goes to a replica that is healthy, if there is one", () => {
  const target = atRest("b c d");
  const torn = { ...target, address: { on: "none" }, backends: [], healthCheck: false, backendService: null } as const;
  const health = { "prod-b": "dead", "prod-c": "healthy", "prod-d": "healthy" } as const;
  const { steps } = planChange(torn, target, undefined, health);
  expect(steps[0]).toMatchObject({ kind: "move-address", after: { address: { on: "replica", name: "prod-c" } } });
});
