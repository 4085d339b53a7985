import { expect, test } from "@jest/globals";
import { isGoAtLeast, requiredGoVersion } from "../../scripts/go/go-toolchain.ts";

test.each([
  ["go1.26.8", "1.24.0", true],
  ["go1.24", "1.24.0", true],
  ["go1.24rc1", "1.24.0", true],
  ["go1.23.9", "1.24.0", false],
  ["go1.9", "1.24.0", false],
  ["devel", "1.24.0", false],
])("%s against %s", (actual, required, enough) => {
  expect(isGoAtLeast(actual, required)).toBe(enough);
});

test("the oldest Go is what go.mod says", () => {
  expect(requiredGoVersion("module x\n\ngo 1.24.0\n\ntool y\n")).toBe("1.24.0");
  expect(() => requiredGoVersion("module x\n")).toThrow(/go/);
});
