import { expect, test } from "@jest/globals";
import { zoneLoss } from "../../src/topology/zone-loss.ts";
import { atRest } from "../kit/cluster/cluster-fixture.ts";

const zone = (letter: string) => `europe-west1-${letter}`;

test.each([
  ["b", { b: "losesQuorum" }],
  ["b c", { b: "losesQuorum", c: "losesQuorum" }],
  ["b c d", { b: "survives", c: "survives", d: "survives" }],
  ["b e@b c", { b: "losesQuorum", c: "survives" }],
  ["b e@b c f@c d", { b: "survives", c: "survives", d: "survives" }],
  ["b e@b f@b c d", { b: "losesQuorum", c: "survives", d: "survives" }],
] as const)("A12: of the voters %s, losing one zone means %j", (replicas, expected) => {
  const zones = Object.entries(expected).map(([letter, fate]) => [zone(letter), fate]);
  expect(zoneLoss(atRest(replicas))).toEqual(Object.fromEntries(zones));
});

test("A12: a replica that does not vote saves nobody, and a voter without an instance counts for the quorum", () => {
  const whole = atRest("b c d");
  expect(zoneLoss({ ...whole, members: ["prod-b", "prod-c"] })).toEqual({
    [zone("b")]: "losesQuorum",
    [zone("c")]: "losesQuorum",
  });
  const [b, c] = whole.replicas;
  if (b === undefined || c === undefined) throw new Error("the fixture has three replicas");
  expect(zoneLoss({ ...whole, replicas: [b, c] })).toEqual({ [zone("b")]: "losesQuorum", [zone("c")]: "losesQuorum" });
});

test.each(["x@d y@c z@b", "x@c y@d z@b", "x@b y@c z@d"])("zones stand in alphabetical order: %s", (replicas) => {
  expect(Object.keys(zoneLoss(atRest(replicas)))).toEqual([zone("b"), zone("c"), zone("d")]);
});
