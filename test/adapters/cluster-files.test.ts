import { appendFile, mkdir, mkdtemp, realpath, rm, symlink, truncate, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, dirname, join, relative } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { readClusterFile, readClusterFiles, readFound } from "../../src/adapters/cluster-files.ts";
import { findFiles, standsFor } from "../../src/adapters/find-files.ts";
import { clusterText } from "../kit/cluster/cluster-text.ts";

let folder: string;

beforeEach(async () => {
  folder = await realpath(await mkdtemp(join(tmpdir(), "quorate-files-")));
});
afterEach(() => rm(folder, { recursive: true }));

const at = (path: string) => join(folder, path);
const clusters = (paths: string[]) => readClusterFiles(paths.map(at));

async function write(path: string, text = clusterText({ name: basename(path).replace(/^\W|\W.*$/g, ""), zones: "b" })) {
  await mkdir(dirname(at(path)), { recursive: true });
  await writeFile(at(path), text);
}

/** What was read, in short: `b.yaml` or `sub: Q064`. */
async function read(...paths: string[]): Promise<string[]> {
  const files = await clusters(paths);
  return files.map(({ file, spec, diagnostics }) => {
    const codes = diagnostics.filter(({ severity }) => severity === "error").map(({ code }) => code);
    expect(spec === undefined).toBe(codes.length > 0);
    return [relative(folder, file), ...codes].join(": ");
  });
}

describe("what arguments stand for (D9)", () => {
  beforeEach(async () => {
    for (const path of ["c/b.yaml", "c/a.yml", "c/eu/d.yaml", "c/eu/deep/e.yaml", "c/.f.yaml", "c/.git/g.yaml"])
      await write(path);
    await write("c/README.md", "# Clusters\n");
    await mkdir(at("empty"));
  });

  test.each([
    [["c/b.yaml"], ["c/b.yaml"]],
    [["c"], ["c/a.yml", "c/b.yaml"]],
    [["c/"], ["c/a.yml", "c/b.yaml"]],
    [["c/*.yaml"], ["c/b.yaml"]],
    [["c/**/*.yaml"], ["c/b.yaml", "c/eu/d.yaml", "c/eu/deep/e.yaml"]],
    [["c/*/*.yaml"], ["c/eu/d.yaml"]],
    [
      ["c/eu", "c/./b.yaml", "c/b.yaml"],
      ["c/eu/d.yaml", "c/b.yaml"],
    ],
    [["c/.f.yaml"], ["c/.f.yaml"]],
    [["c/.*.yaml"], ["c/.f.yaml"]],
  ])("%j", async (paths, expected) => expect(await read(...paths)).toEqual(expected));

  test.each([
    ["nowhere.yaml", "nowhere.yaml: Q060"],
    ["c/b.yaml/x", "c/b.yaml/x: Q060"],
    [`c/${"a".repeat(300)}.yaml`, `c/${"a".repeat(300)}.yaml: Q060`],
    ["empty", "empty: Q064"],
    ["c/*.json", "c/*.json: Q064"],
    ["nowhere/**/*.yaml", "nowhere/**/*.yaml: Q064"],
    ["c/.git/**/x", "c/.git/**/x: Q064"],
  ])("%s stands for nothing, which is said", async (path, expected) =>
    expect(await read(path, "c/b.yaml")).toEqual([expected, "c/b.yaml"]),
  );

  test("a file whose name looks like a pattern is that file", async () => {
    await write("c/what?.yaml");
    expect(await read("c/what?.yaml")).toEqual(["c/what?.yaml"]);
  });

  test.each([
    ["c", "c/b.yaml", true],
    ["./c/", "c/b.yml", true],
    [".", "b.yaml", true],
    ["c/**/*.yaml", "c/eu/d.yaml", true],
    ["c/b.yaml", "c/b.yaml", true],
    ["c", "c/eu/d.yaml", false],
    ["c", "c/.f.yaml", false],
    ["c", "c/README.md", false],
    ["c/b", "c/b.yaml", false],
  ])("by names alone, %s stands for %s: %s", (argument, file, expected) => {
    expect(standsFor(argument, file)).toBe(expected);
  });
});

describe("files that nobody should read (D1)", () => {
  test("a folder and a pipe that are named like cluster files", async () => {
    await mkdir(at("c/dir.yaml"), { recursive: true });
    expect(await read("c")).toEqual(["c/dir.yaml: Q062"]);
    expect(await read("c/*.yaml")).toEqual(["c/dir.yaml: Q062"]);
    expect((await readClusterFile(at("c"))).diagnostics).toMatchObject([{ code: "Q062" }]);
    expect((await readClusterFile("/dev/zero")).diagnostics).toMatchObject([{ code: "Q062" }]);
  });

  test("links: inside the folder they are followed, out of it they are not", async () => {
    await write("secret.yaml");
    await write("c/.git/config", "token");
    await write("c/eu/d.yaml");
    const links = [
      ["../secret.yaml", "a"],
      ["/etc/passwd", "b"],
      [".git/config", "e"],
      ["eu/d.yaml", "f"],
      ["nowhere", "g"],
      ["h.yaml", "h"],
    ];
    for (const [target = "", name] of links) await symlink(target, at(`c/${name}.yaml`));
    expect(await read("c")).toEqual([
      "c/a.yaml: Q063",
      "c/b.yaml: Q063",
      "c/e.yaml: Q063",
      "c/f.yaml",
      "c/g.yaml: Q060",
      "c/h.yaml: Q060",
    ]);
    expect(JSON.stringify(await clusters(["c"]))).not.toMatch(/root:|token/);
  });

  test("links to folders are not walked through, so that a walk ends", async () => {
    await write("c/eu/d.yaml");
    await symlink(".", at("c/eu/self"));
    await symlink("..", at("c/up"));
    expect(await read("c/**/*.yaml")).toEqual(["c/eu/d.yaml"]);
  });

  test("size: 1 MiB is read, more is not, be it gigabytes", async () => {
    const text = clusterText({ name: "full", zones: "b" });
    await write("c/full.yaml", `${text}# `.padEnd(1024 * 1024 - 1, "x").concat("\n"));
    await write("c/more.yaml", "");
    await truncate(at("c/more.yaml"), 2 ** 34);
    expect(await read("c")).toEqual(["c/full.yaml", "c/more.yaml: Q005"]);
    await appendFile(at("c/full.yaml"), "\n");
    expect(await read("c/full.yaml")).toEqual(["c/full.yaml: Q005"]);
  });

  test("bytes that are no text in UTF-8", async () => {
    await write("c/latin.yaml");
    await appendFile(at("c/latin.yaml"), Buffer.from("# caf\xe9\n", "latin1"));
    await writeFile(at("c/utf16.yaml"), Buffer.from(`\ufeff${clusterText({ zones: "b" })}`, "utf16le"));
    await writeFile(at("c/bom.yaml"), `\ufeff${clusterText({ name: "bom", zones: "b" })}`);
    expect(await read("c")).toEqual(["c/bom.yaml", "c/latin.yaml: Q066", "c/utf16.yaml: Q066"]);
  });

  test.each(["a\nb", "a\u001b[31m", "a\u202eb", "a\u2028b", "a\tb"])(
    "the name %j cannot be shown, and is not read",
    async (name) => {
      await write(`c/${name}.yaml`, clusterText({ zones: "b" }));
      expect(await read("c")).toEqual([`c/${name}.yaml: Q067`]);
    },
  );

  test("the name a%0Ab is a name like any other", async () => {
    await write("c/a%0Ab.yaml");
    expect(await read("c")).toEqual(["c/a%0Ab.yaml"]);
  });

  test("a file that vanishes, or becomes a link, between being found and being read", async () => {
    await write("secret.yaml");
    for (const name of ["a", "b", "d"]) await write(`c/${name}.yaml`);
    const found = await findFiles([at("c")]);
    await rm(at("c/a.yaml"));
    await rm(at("c/b.yaml"));
    await symlink("../secret.yaml", at("c/b.yaml"));
    const files = await readFound(found);
    expect(files.map(({ diagnostics }) => diagnostics[0]?.code)).toEqual(["Q060", "Q063", undefined]);
  });

  test("one bad file among hundreds keeps no other from being read", async () => {
    for (let index = 0; index < 200; index++) await write(`c/c${index}.yaml`);
    await write("c/bad.yaml", "kind: [");
    const files = await clusters(["c"]);
    expect(files.filter(({ spec }) => spec !== undefined)).toHaveLength(200);
  });
});

test("two files of one cluster: the second is refused at its name (Q061)", async () => {
  await write("c/a.yaml", clusterText({ name: "same", zones: "b" }));
  await write("c/b.yaml", clusterText({ name: "same", zones: "b" }));
  expect(await read("c")).toEqual(["c/a.yaml", "c/b.yaml: Q061"]);
  expect((await clusters(["c"]))[1]?.diagnostics[0]?.position).toMatchObject({ line: 4, column: 9 });
});
