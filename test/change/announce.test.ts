import { describe, expect, test } from "@jest/globals";
import { planChange } from "../../src/change/plan-change.ts";
import type { Topology } from "../../src/topology/topology.ts";
import { atRest } from "../kit/cluster/cluster-fixture.ts";

describe("R10: passing through two voters is announced", () => {
  const announced = (from: Topology | null, to: Topology) => {
    const { diagnostics } = planChange(from, to);
    return diagnostics.map(({ severity, code, message }) => `${severity} ${code}: ${message}`);
  };
  const warning = (steps: string) =>
    `warning Q058: After step ${steps}, etcd has two voters and survives the loss of neither`;

  test("with the steps between which it is so", () => {
    expect(announced(atRest("b"), atRest("b c d"))).toEqual([warning("1 and until step 2 has passed")]);
    expect(announced(atRest("b"), atRest("c"))).toEqual([warning("1 and until step 3 has passed")]);
  });

  test("each time it is so", () => {
    expect(announced(atRest("b c d"), atRest("b@x c@x d@x"))).toEqual([
      warning(
        "2 and until step 4 has passed, after step 7 and until step 9 has passed, after step 12 and until step 14 has passed",
      ),
    ]);
  });

  test.each([
    ["it rests there, which the file has to accept", atRest("b"), atRest("b c")],
    ["it begins there", atRest("b c"), atRest("b c d")],
    ["it never has two", atRest("b c d"), atRest("b c d e@b")],
    ["it is created at once", null, atRest("b c d")],
  ])("and nothing is said where %s", (_, from, to) => {
    expect(announced(from, to)).toEqual([]);
  });
});
