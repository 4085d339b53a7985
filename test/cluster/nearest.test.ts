import { expect, test } from "@jest/globals";
import { nearest } from "../../src/cluster/nearest.ts";

const words = ["name", "zone", "machineType", "acceptTwoReplicas", "loadBalancer", "replicas"];

test.each([
  ["naem", "name"],
  ["Zone", "zone"],
  ["machine_type", "machineType"],
  ["machine-type", "machineType"],
  ["acceptTowReplicas", "acceptTwoReplicas"],
  ["loadbalancer", "loadBalancer"],
  ["replica", "replicas"],
])("%s is taken for %s", (word, meant) => expect(nearest(word, words)).toBe(meant));

test.each(["", "x", "port", "labels", "nodes", "a".repeat(5000)])("%s is taken for nothing", (word) => {
  expect(nearest(word, words)).toBeUndefined();
});
