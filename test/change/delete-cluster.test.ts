import { describe, expect, test } from "@jest/globals";
import { planChange } from "../../src/change/plan-change.ts";
import { atRest } from "../kit/cluster/cluster-fixture.ts";
import { story } from "../kit/cluster/torn-state.ts";

describe("R7: a cluster is deleted on request only", () => {
  const request = { kind: "delete-cluster" } as const;

  test("after the protection of every replica was lifted in a step of its own", () => {
    const three = atRest("b c d");
    const open = { ...three, replicas: three.replicas.map((each) => ({ ...each, deletionProtection: false })) };
    const { steps, verdict } = planChange(three, three, request);
    expect(steps).toMatchObject([
      { id: 1, kind: "update-settings", before: three, after: open, endpoint: { interruption: "none" } },
      { id: 2, kind: "delete-cluster", subject: "prod", before: open, after: null, gates: [] },
    ]);
    expect(steps[1]?.endpoint.interruption).toBe("outage");
    expect(steps[1]?.etcd).toEqual({
      before: { voters: 3, quorum: 2, tolerates: 1, healthy: null },
      after: { voters: 0, quorum: 0, tolerates: 0, healthy: null },
    });
    expect(verdict).toBeNull();
  });

  test("at once where nothing is protected, or only scraps are there", () => {
    const three = atRest("b c d");
    const open = { ...three, replicas: three.replicas.map((each) => ({ ...each, deletionProtection: false })) };
    expect(story(open, three, request)).toEqual(["delete-cluster prod"]);
    expect(planChange(null, three, request).steps).toMatchObject([{ before: null, after: null }]);
  });

  test("and no window of two voters is announced on the way", () => {
    expect(planChange(atRest("b c"), atRest("b c"), request).diagnostics).toEqual([]);
  });
});
