import { mkdir, rm, symlink } from "node:fs/promises";
import { createServer } from "node:net";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, jest, test } from "@jest/globals";
import { Ajv2020 } from "ajv/dist/2020.js";
import { planJsonSchema } from "../../src/report/json/plan-schema.ts";
import { clusterText } from "../kit/cluster/cluster-text.ts";
import { Repository } from "./repository.ts";

jest.setTimeout(120_000);

let repository: Repository;

beforeEach(async () => {
  repository = await Repository.create();
});
afterEach(() => repository.remove());

const validate = new Ajv2020({ strict: true, strictTypes: false }).compile(planJsonSchema());
const inRepository = (file: string) => join(repository.directory, file);

async function json(...args: string[]) {
  const run = await repository.quorate("plan", "--format", "json", ...args);
  const document = JSON.parse(run.stdout) as {
    plans?: { cluster: string }[];
    cluster?: string;
    diagnostics: { code: string; file: string; line: number; column: number; message: string }[];
  };
  expect(validate(document) ? [] : validate.errors).toEqual([]);
  return { ...run, document };
}

describe("many clusters at once (D9)", () => {
  beforeEach(async () => {
    await repository.write("clusters/one.yaml", { name: "one" });
    await repository.write("clusters/two.yaml", { name: "two" });
  });

  test("each has its plan, and a table sums them up", async () => {
    const { code, stdout } = await repository.quorate("plan");
    expect(code).toBe(2);
    expect(stdout).toMatch(/one: create[\s\S]*two: create[\s\S]*Cluster +Plan[\s\S]*\none +create[\s\S]*\ntwo +create/);
    expect(stdout).toContain("in 2 clusters.");
  });

  test("a bad file hides no other's plan; it is reported after them, and the exit code is 1", async () => {
    await repository.write("clusters/bad.yaml", "kind: Cluster\n");
    const { code, stdout, stderr } = await repository.quorate("plan");
    expect(code).toBe(1);
    expect(stdout).toMatch(/\none +create[\s\S]*\ntwo +create/);
    expect(stderr).toContain("on clusters/bad.yaml:1:1");
    expect(stderr).toMatch(/\n1 of 3 files could not be planned; see the errors above\.\n$/);
  });

  test("as JSON, what is wrong with the others stands beside the plans", async () => {
    await repository.write("clusters/bad.yaml", "kind: Cluster\n");
    const { code, document } = await json();
    expect(code).toBe(1);
    expect(document.plans?.map(({ cluster }) => cluster)).toEqual(["one", "two"]);
    expect(document.diagnostics).toContainEqual(
      expect.objectContaining({ code: "Q011", file: "clusters/bad.yaml", line: 1 }),
    );
  });

  test("as JSON, a single file is its plan, and a single bad one a list of none", async () => {
    expect((await json("clusters/one.yaml")).document).toMatchObject({ cluster: "one" });
    await repository.write("bad.yaml", "kind: Cluster\n");
    const { code, document } = await json("bad.yaml");
    expect(code).toBe(1);
    expect(document.plans).toEqual([]);
    expect(document.diagnostics.length).toBeGreaterThan(0);
  });

  test("as Markdown, they follow the plans as a list", async () => {
    await repository.write("clusters/bad.yaml", "kind: Cluster\n");
    const { stdout } = await repository.quorate("plan", "--format", "markdown");
    expect(stdout).toMatch(
      /### one:[\s\S]*### two:[\s\S]*- ❌ \*\*Error\*\* <code>Q011<\/code> at <code>clusters\/bad.yaml&#58;1&#58;1/,
    );
  });

  test("a state that cannot be used hides no other's plan (Q068)", async () => {
    await repository.write("state/quorate/acme-prod/one/terraform.tfstate", "{");
    const { code, document } = await json();
    expect(code).toBe(1);
    expect(document.plans?.map(({ cluster }) => cluster)).toEqual(["two"]);
    expect(document.diagnostics).toMatchObject([{ code: "Q068", file: "clusters/one.yaml" }]);
  });

  test("only unchanged clusters: exit code 0", async () => {
    const { code } = await repository.quorate("plan", "--from", "clusters/one.yaml", "clusters/one.yaml");
    expect(code).toBe(0);
  });

  test("with errors in the file to compare with there is no plan", async () => {
    await repository.write("bad.yaml", "kind: Cluster\n");
    const { code, stdout, stderr } = await repository.quorate("plan", "--from", "bad.yaml");
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toContain("on bad.yaml:1:1");
  });

  test("--from refuses another place for the state, too (Q050)", async () => {
    const text = clusterText({ name: "one", zones: "b", backend: "local" });
    await repository.write("moved.yaml", text.replace("path: state", "path: elsewhere"));
    const { code, stdout } = await repository.quorate("plan", "--from", "clusters/one.yaml", "moved.yaml");
    expect(code).toBe(1);
    expect(stdout).toMatch(/\(Q050\)[\s\S]*on moved\.yaml:\d+:/);
  });

  test("validate tells of the good files and of the bad", async () => {
    await repository.write("clusters/bad.yaml", "kind: Cluster\n");
    const { code, stdout, stderr } = await repository.quorate("validate", "clusters/*.yaml");
    expect(code).toBe(1);
    expect(stdout).toBe(
      "one: clusters/one.yaml is valid, with 1 replica.\ntwo: clusters/two.yaml is valid, with 1 replica.\n",
    );
    expect(stderr).toContain("in 3 files.");
  });

  test.each([["nothing/*.yaml"], ["empty"]])("%s stands for nothing, which is an error (Q064)", async (argument) => {
    await mkdir(inRepository("empty"));
    const { code, stderr } = await repository.quorate("validate", "clusters", argument);
    expect(code).toBe(1);
    expect(stderr).toContain("(Q064)");
  });
});

describe("hostile files (D1): each has its code, none is waited for, none hides the good one", () => {
  test("in a folder", async () => {
    await repository.write("clusters/good.yaml", { name: "good" });
    await repository.run("mkfifo", ["clusters/pipe.yaml"]);
    await mkdir(inRepository("clusters/folder.yaml"));
    const server = createServer().listen(inRepository("clusters/socket.yaml"));
    try {
      await symlink("/etc/passwd", inRepository("clusters/out.yaml"));
      await symlink("/dev/zero", inRepository("clusters/device.yaml"));
      await symlink("../.git/config", inRepository("clusters/token.yaml"));
      await repository.write("clusters/big.yaml", "a: b\n".repeat(2_000_000));
      await repository.write("clusters/bin.yaml", "\0\u0001\u0002".repeat(1000));
      await repository.write("clusters/line\n::error::x.yaml", { name: "line" });
      await repository.write("clusters/esc\u001b[2J.yaml", { name: "esc" });
      const { code, document, stdout, stderr } = await json();
      expect(code).toBe(1);
      expect(document.plans?.map(({ cluster }) => cluster)).toEqual(["good"]);
      expect(
        Object.fromEntries(document.diagnostics.map(({ file, code }) => [file.slice("clusters/".length), code])),
      ).toEqual({
        "big.yaml": "Q005",
        "bin.yaml": "Q007",
        "device.yaml": "Q063",
        "esc\u001b[2J.yaml": "Q067",
        "folder.yaml": "Q062",
        "line\n::error::x.yaml": "Q067",
        "out.yaml": "Q063",
        "pipe.yaml": "Q062",
        "socket.yaml": "Q062",
        "token.yaml": "Q063",
      });
      expect(stdout + stderr).not.toMatch(/root:|repositoryformatversion/);
      expect(stdout + stderr).not.toContain("\u001b");
      expect(stderr).not.toMatch(/^::/m);
    } finally {
      server.close();
    }
  });

  test.each(["validate", "apply", "status", "synth", "plan"])(
    "%s named a pipe does not wait for it (Q062)",
    async (command) => {
      await repository.run("mkfifo", ["pipe.yaml"]);
      const { code, stderr } = await repository.quorate(command, "pipe.yaml");
      expect(code).toBe(1);
      expect(stderr).toContain("(Q062)");
    },
  );

  test("the default folder may not be a link that leads out (Q063)", async () => {
    await symlink("/etc", inRepository("clusters"));
    const { code, stderr } = await repository.quorate("validate");
    expect(code).toBe(1);
    expect(stderr).toContain("(Q063)");
    await rm(inRepository("clusters"));
    expect((await repository.quorate("validate")).stderr).toContain("there are no cluster files in clusters/");
  });
});
