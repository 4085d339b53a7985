import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "@jest/globals";

let home: string;

beforeEach(() => {
  home = mkdtempSync(join(tmpdir(), "quorate-home-"));
});
afterEach(() => rmSync(home, { recursive: true, force: true }));

const program = join(import.meta.dirname, "../../../src/cli.ts");

function start(env: Record<string, string>): string {
  const { status, stdout, stderr } = spawnSync(process.execPath, [program, "--version"], { env, encoding: "utf8" });
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  return stdout;
}

test("compiled code is kept among the user's caches, and nowhere else", () => {
  expect(start({ HOME: home })).toMatch(/^\d+\.\d+\.\d+\n$/);
  expect(readdirSync(join(home, ".cache", "quorate", "compiled")).length).toBeGreaterThan(0);
});

test.each([
  ["XDG_CACHE_HOME", ["quorate", "compiled"]],
  ["NODE_COMPILE_CACHE", []],
])("%s names another place for it", (variable, below) => {
  start({ HOME: join(home, "unused"), [variable]: join(home, "caches") });
  expect(readdirSync(join(home, "caches", ...below)).length).toBeGreaterThan(0);
  expect(existsSync(join(home, "unused"))).toBe(false);
});

test("NODE_DISABLE_COMPILE_CACHE is respected", () => {
  start({ HOME: home, NODE_DISABLE_COMPILE_CACHE: "1" });
  expect(readdirSync(home)).toEqual([]);
});

test("without a home it starts all the same", () => {
  expect(start({})).toMatch(/^\d+\.\d+\.\d+\n$/);
});
