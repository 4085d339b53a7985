import { expect, test } from "@jest/globals";
import { planChange } from "../../src/change/plan-change.ts";
import { atRest } from "../kit/cluster/cluster-fixture.ts";

test("a cluster to create has a replica: a topology without any is a defect of the caller", () => {
  expect(() => planChange(null, { ...atRest("b"), replicas: [] })).toThrow("has a replica");
});
