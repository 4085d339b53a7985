import { readFileSync } from "node:fs";
import { expect, test } from "@jest/globals";
import { pinned, wantedRelease } from "../../../src/action/terraform/terraform-release.ts";

const sum = "a".repeat(64);

test("without inputs nothing particular is wanted", () => {
  expect(wantedRelease("", [])).toBeUndefined();
});

test("the pinned version needs no sums, any other one does", () => {
  expect(wantedRelease(pinned.version, [])).toEqual(pinned);
  expect(wantedRelease("1.13.2", [sum])).toEqual({ version: "1.13.2", sums: [sum] });
  expect(() => wantedRelease("1.13.2", [])).toThrow("The sums of Terraform 1.13.2 are not known here");
});

test("sums that are given count also for the pinned version", () => {
  expect(wantedRelease(pinned.version, [sum])?.sums).toEqual([sum]);
});

test.each([
  ["latest", []],
  ["../../evil", [sum]],
  ["1.13", [sum]],
  ["1.13.2", ["abc"]],
  ["", [sum]],
])("version %j with the sums %j is an error that names an input", (version, sums) => {
  expect(() => wantedRelease(version, sums)).toThrow(/input terraform-(version|sha256)/);
});

test("action.yml and docs/action.md name the pinned version", () => {
  for (const file of ["action.yml", "docs/action.md"]) {
    expect(readFileSync(file, "utf8")).toContain(`Terraform ${pinned.version}`);
  }
});
