import { execFile } from "node:child_process";
import { mkdtemp, readFile, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, expect, jest, test } from "@jest/globals";

jest.setTimeout(60_000);

const mostBytes = 4 * 1024 * 1024;
let directory: string;
beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "quorate-bundle-"));
  for (const out of ["one", "two"]) {
    await promisify(execFile)(process.execPath, ["scripts/build.ts", "--out", join(directory, out)]);
  }
});
afterAll(() => rm(directory, { recursive: true, force: true }));

const bundle = (out: string) => readFile(join(directory, out, "index.js"), "utf8");

test("the same sources give the same bundle", async () => {
  expect((await bundle("one")) === (await bundle("two"))).toBe(true);
});

test("the committed bundle is what the sources give: run `npm run build`", async () => {
  expect((await readFile("dist/index.js", "utf8")) === (await bundle("one"))).toBe(true);
});

test("the bundle has at most 4 MB", async () => {
  expect((await stat(join(directory, "one", "index.js"))).size).toBeLessThanOrEqual(mostBytes);
});

test("the bundle names nobody's folder", async () => {
  expect(await bundle("one")).not.toContain(process.cwd());
});
