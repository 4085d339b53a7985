import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { parse } from "yaml";
import { withTables } from "../../scripts/action-docs/tables.ts";
import { commands } from "../../src/github/intent.ts";

interface Metadata {
  readonly inputs: Record<string, { description: string; default?: string }>;
  readonly outputs: Record<string, { description: string }>;
  readonly runs: { using: string; main: string };
}

const metadataText = readFileSync("action.yml", "utf8");
const metadata = parse(metadataText) as Metadata;
const files = readdirSync("src/action", { recursive: true, encoding: "utf8" }).filter((file) => file.endsWith(".ts"));
const sources = files.map((file) => readFileSync(join("src/action", file), "utf8"));
const found = (pattern: RegExp) =>
  [...new Set(sources.flatMap((text) => [...text.matchAll(pattern)].map(([, name = ""]) => name)))].sort();

describe("action.yml, the code and docs/action.md tell of the same inputs and outputs", () => {
  test("every input that is read is described, and every one described is read", () => {
    expect(found(/\b(?:getInput|getMultilineInput|flag|seconds)\(\s*"([a-z0-9-]+)"/g)).toEqual(
      Object.keys(metadata.inputs).sort(),
    );
  });

  test("every output that is set is described, and every one described is set", () => {
    expect(found(/\bsetOutput\(\s*"([a-z-]+)"/g)).toEqual(Object.keys(metadata.outputs).sort());
  });

  test("docs/action.md has the tables that action.yml makes: run scripts/write-action-docs.ts", () => {
    const page = readFileSync("docs/action.md", "utf8");
    expect(page).toBe(withTables(page, metadataText));
  });

  test("the description of the input command names every command", () => {
    for (const command of commands) expect(metadata.inputs["command"]?.description).toContain(`\`${command}\``);
  });

  test("it runs the committed bundle", () => {
    expect(metadata.runs).toEqual({ using: "node24", main: "dist/index.js" });
  });
});
