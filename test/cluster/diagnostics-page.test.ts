import { readFileSync } from "node:fs";
import { describe, expect, test } from "@jest/globals";
import { codes } from "../../src/cluster/codes.ts";
import { parseClusterFile } from "../../src/cluster/parse.ts";
import { validFileOver } from "../kit/cluster/valid-file.ts";

const page = readFileSync("docs/diagnostics.md", "utf8");
const sections = page
  .split(/^### /m)
  .slice(1)
  .map((section) => ({
    heading: section.slice(0, section.indexOf("\n")),
    example: /```yaml\n([\s\S]*?)```/.exec(section)?.[1],
    remedy: /\*\*What to do:\*\* \S/.test(section),
  }));

test("docs/diagnostics.md has exactly the codes of the registry, in order, under their titles", () => {
  expect(sections.map(({ heading }) => heading)).toEqual(
    Object.entries(codes).map(([code, { title }]) => `${code}: ${title}`),
  );
});

/** Examples that cannot be written on a page. */
const notShowable = new Set(["Q005", "Q007"]);

describe("each section has a remedy, and an example that draws its code", () => {
  test.each(sections)("$heading", ({ heading, example, remedy }) => {
    const code = heading.slice(0, 4);
    expect(remedy).toBe(true);
    // Plans' refusals need more than a file.
    if (code >= "Q050") return;
    expect(example).toBeDefined();
    if (notShowable.has(code) || example === undefined) return;
    // What is wrong with the text itself would be lost in laying it over another.
    const text = code < "Q010" ? example : validFileOver(example);
    expect(parseClusterFile(text, "cluster.yaml").diagnostics.map((found) => found.code)).toContain(code);
  });
});
