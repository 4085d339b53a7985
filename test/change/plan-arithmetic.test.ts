import { describe, expect, test } from "@jest/globals";
import { planChange } from "../../src/change/plan-change.ts";
import { atRest, withEndpoint } from "../kit/cluster/cluster-fixture.ts";
import { named, sick, zones } from "../kit/cluster/torn-state.ts";

const plain = { kind: "none" } as const;
const three = atRest("b c d");

describe("a step says how many voters are healthy when it begins", () => {
  const healthy = (from: typeof three, to: typeof three, dead?: string) =>
    planChange(from, to, plain, dead === undefined ? null : sick(from, dead)).steps.map(({ etcd }) => [
      etcd.before.healthy,
      etcd.after.healthy,
    ]);

  test("of a plan for which somebody looked", () => {
    expect(healthy(three, atRest("b c"), "d")).toEqual([
      [2, null],
      [2, null],
      [2, null],
    ]);
    expect(healthy(three, atRest("b c d e@b"), "")).toEqual([
      [3, null],
      [4, null],
    ]);
  });

  test("and nothing where nobody looked, or nothing was there", () => {
    expect(healthy(three, atRest("b c"))).toEqual([
      [null, null],
      [null, null],
      [null, null],
    ]);
    const [create] = planChange(null, three, plain, {}).steps;
    expect(create?.etcd.before).toEqual({ voters: 0, quorum: 0, tolerates: 0, healthy: null });
  });

  test("a deleted instance says nothing of the next one under its name", () => {
    const { steps } = planChange(three, atRest("b c d@x"), plain, sick(three, "d"));
    expect(steps.map(({ kind, etcd }) => [kind, etcd.before.voters, etcd.before.healthy])).toEqual([
      ["drain-backend", 3, 2],
      ["remove-member", 3, 2],
      ["delete-replica", 2, 2],
      ["add-replica", 2, 2],
      ["attach-backend", 3, 3],
    ]);
  });
});

test("steps are numbered, and each begins where the one ahead ends", () => {
  const { cluster, steps, verdict } = planChange(atRest("b"), three);
  expect(cluster).toBe("prod");
  expect(steps.map(({ id }) => id)).toEqual([1, 2, 3, 4]);
  expect(steps.map(({ before }) => before)).toEqual([atRest("b"), ...steps.slice(0, -1).map(({ after }) => after)]);
  expect(
    steps.map(({ etcd }) => [etcd.before.voters, etcd.after.voters, etcd.after.quorum, etcd.after.tolerates]),
  ).toEqual([
    [1, 2, 2, 0],
    [2, 3, 2, 1],
    [3, 3, 2, 1],
    [3, 3, 2, 1],
  ]);
  expect(verdict).toEqual({
    voters: 3,
    quorum: 2,
    tolerates: 1,
    zoneLoss: Object.fromEntries(zones("b c d").map((zone) => [zone, "survives"])),
  });
});

describe("a topology that cannot be is a defect, and no plan", () => {
  test("one to arrive at that no step leads to", () => {
    expect(() => planChange(three, withEndpoint(three, { groups: zones("b c d e") }))).toThrow("knows no step");
  });

  test("one with a backend that is no replica", () => {
    expect(() => planChange(withEndpoint(three, { backends: named("b c d e") }), atRest("b c"))).toThrow(
      "no replica prod-e",
    );
  });
});
