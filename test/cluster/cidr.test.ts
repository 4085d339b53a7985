import { describe, expect, test } from "@jest/globals";
import { overlap, parseCidr } from "../../src/cluster/file/cidr.ts";

test("a range has its first address, size and prefix", () => {
  expect(parseCidr("10.96.0.0/12")).toEqual({ first: 174063616, size: 1048576, prefix: 12 });
  expect(parseCidr("0.0.0.0/0")).toEqual({ first: 0, size: 2 ** 32, prefix: 0 });
  expect(parseCidr("255.255.255.255/32")).toEqual({ first: 2 ** 32 - 1, size: 1, prefix: 32 });
});

test.each([
  "",
  "10.0.0.0",
  "10.0.0.0/33",
  "10.0.0.0/08",
  "010.0.0.0/8",
  "10.0.0/8",
  "10.0.0.0/8/8",
  "10.0.0.0/8\n",
  " 10.0.0.0/8",
  "::/0",
])("%j is not a range", (text) => expect(parseCidr(text)).toBeUndefined());

describe("ranges overlap when they have an address in common", () => {
  test.each([
    ["10.0.0.0/8", "10.255.255.255/32", true],
    ["10.0.0.0/8", "11.0.0.0/8", false],
    ["10.0.0.0/9", "10.128.0.0/9", false],
    ["0.0.0.0/0", "203.0.113.0/24", true],
    ["128.0.0.0/1", "200.0.0.0/8", true],
  ])("%s and %s: %s", (a, b, expected) => {
    const [first, second] = [parseCidr(a), parseCidr(b)];
    if (first === undefined || second === undefined) throw new Error("not a range");
    expect(overlap(first, second)).toBe(expected);
    expect(overlap(second, first)).toBe(expected);
  });
});
