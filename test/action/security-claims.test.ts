import { existsSync, readFileSync } from "node:fs";
import { describe, expect, test } from "@jest/globals";

/** A row of the table of claims: what is claimed, and the tests that would notice, each as `file`: part of its name. */
interface Claim {
  readonly claim: string;
  readonly tests: readonly { readonly file: string; readonly names: readonly string[] }[];
}

const page = readFileSync("docs/security.md", "utf8");
const [, table = ""] = page.split("## Claims, and the tests that hold them");
const claims: Claim[] = [...(table.split("\n## ")[0] ?? "").matchAll(/^\| (?!Claim |---)(.+?) \| (.+) \|$/gm)].map(
  ([, claim = "", cited = ""]) => ({
    claim,
    tests: [...cited.matchAll(/`(test\/[\w./-]+)`(?:: ([^`]*?))?(?=; `test\/|$)/g)].map(
      ([, file = "", names = ""]) => ({
        file,
        names: names.split(";").flatMap((name) => (name.trim() === "" ? [] : [name.trim().replace(/[.…]+$/, "")])),
      }),
    ),
  }),
);

describe("docs/security.md names, for each claim, a test that would notice (issue 6)", () => {
  test("there are claims", () => {
    expect(claims.length).toBeGreaterThan(10);
  });

  test.each(claims.map(({ claim, tests }) => [claim, tests] as const))("%s", (_, tests) => {
    expect(tests.length).toBeGreaterThan(0);
    for (const { file, names } of tests) {
      expect([file, existsSync(file)]).toEqual([file, true]);
      const titles = titlesIn(file);
      for (const name of names) expect([name, titles.some((title) => title.includes(name))]).toEqual([name, true]);
    }
  });
});

/** The names of a file's tests and groups of tests. */
function titlesIn(file: string): string[] {
  const text = readFileSync(file, "utf8");
  const calls = text.matchAll(
    /\b(?:test|describe)(?:\.each\([\s\S]*?\)(?= ?\())?\(\s*(?:"((?:[^"\\]|\\.)*)"|`((?:[^`\\]|\\.)*)`)/g,
  );
  return [...calls].map(([, quoted, template]) => quoted ?? template ?? "");
}
