import { describe, expect, test } from "@jest/globals";
import fc from "fast-check";
import { isPattern, matchesPattern, patternDepth, patternFolder } from "../../src/adapters/path-pattern.ts";

describe("a pattern stands for what a shell's would (D9)", () => {
  test.each([
    ["clusters/*.yaml", "clusters/prod.yaml"],
    ["./clusters//*.yaml", "clusters/prod.yaml"],
    ["clusters/p*d.y?ml", "clusters/prod.yaml"],
    ["clusters/*", "clusters/prod.yaml"],
    ["clusters/**/*.yaml", "clusters/prod.yaml"],
    ["clusters/**/*.yaml", "clusters/eu/west/prod.yaml"],
    ["clusters/**", "clusters/eu/prod.yaml"],
    ["**/prod.yaml", "prod.yaml"],
    ["**/eu/**/prod.yaml", "a/eu/b/eu/c/prod.yaml"],
    ["/etc/*/prod.yaml", "/etc/quorate/prod.yaml"],
    ["../*/prod.yaml", "../clusters/prod.yaml"],
    ["clusters/?.yaml", "clusters/é.yaml"],
    ["clusters/?.yaml", "clusters/😀.yaml"],
    [".github/*.yaml", ".github/prod.yaml"],
    ["**/.hidden/*.yaml", "a/.hidden/prod.yaml"],
    ["*.yaml", "a(b|c)+[d]{2}$.yaml"],
  ])("%s fits %s", (pattern, path) => expect(matchesPattern(pattern, path)).toBe(true));

  test.each([
    ["clusters/*.yaml", "clusters/eu/prod.yaml"],
    ["clusters/*.yaml", "clusters/prod.yml"],
    ["clusters/*.yaml", "clusters/.prod.yaml"],
    ["clusters/?rod.yaml", "clusters/rod.yaml"],
    ["clusters/?rod.yaml", "clusters/.rod.yaml"],
    ["**/*.yaml", ".git/prod.yaml"],
    ["**/*.yaml", "a/.git/b/prod.yaml"],
    ["clusters/**/*.yaml", "clusters.yaml"],
    ["a.yaml?", "abyaml"],
    ["*", "a/b"],
  ])("%s does not fit %s", (pattern, path) => expect(matchesPattern(pattern, path)).toBe(false));
});

/** The textbook definition, which may take exponential time. */
function matchesByDefinition(
  pattern: string[],
  items: string[],
  star: string,
  one: (p: string, i: string) => boolean,
): boolean {
  const [part, ...rest] = pattern;
  const [item, ...others] = items;
  if (part === undefined) return item === undefined;
  if (part === star) {
    return (
      matchesByDefinition(rest, items, star, one) ||
      (item !== undefined && matchesByDefinition(pattern, others, star, one))
    );
  }
  return item !== undefined && one(part, item) && matchesByDefinition(rest, others, star, one);
}

test("every pattern fits exactly the paths that the definition of its wildcards says", () => {
  const segment = (unit: string[]) =>
    fc.array(fc.constantFrom(...unit), { minLength: 1, maxLength: 4 }).map((all) => all.join(""));
  const name = segment(["a", "b"]);
  const wild = fc.oneof(
    { weight: 2, arbitrary: fc.constant("**") },
    { weight: 3, arbitrary: segment(["a", "b", "*", "?"]) },
  );
  const path = fc.array(name, { minLength: 1, maxLength: 5 });
  fc.assert(
    fc.property(fc.array(wild, { minLength: 1, maxLength: 5 }), path, (pattern, segments) => {
      const expected = matchesByDefinition(pattern, segments, "**", (part, item) =>
        matchesByDefinition([...part], [...item], "*", (a, b) => a === "?" || a === b),
      );
      expect(matchesPattern(pattern.join("/"), segments.join("/"))).toBe(expected);
    }),
    { numRuns: 3000 },
  );
});

test("a hostile pattern and a hostile path come to an answer", () => {
  expect(matchesPattern("*a".repeat(500), "a".repeat(5000).concat("b"))).toBe(false);
  expect(matchesPattern("**/a/".repeat(200).concat("b"), "a/".repeat(1000).concat("c"))).toBe(false);
});

test.each([
  ["clusters/*.yaml", "clusters", 0],
  ["clusters/eu/**/*.yaml", "clusters/eu", Number.POSITIVE_INFINITY],
  ["clusters/*/prod/*.yaml", "clusters", 2],
  ["*.yaml", ".", 0],
  ["/*/prod.yaml", "/", 1],
])("%s is looked for in %s, %d folders deep", (pattern, folder, depth) => {
  expect(isPattern(pattern)).toBe(true);
  expect(patternFolder(pattern)).toBe(folder);
  expect(patternDepth(pattern)).toBe(depth);
});

test("a path without wildcards is no pattern", () => expect(isPattern("clusters/[prod].yaml")).toBe(false));
