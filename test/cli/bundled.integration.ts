import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "@jest/globals";

const root = join(import.meta.dirname, "../..");
let out: string;

beforeAll(() => {
  out = mkdtempSync(join(tmpdir(), "quorate-bundle-"));
  const { status, stderr } = spawnSync(process.execPath, ["scripts/build.ts", "--out", out], {
    cwd: root,
    encoding: "utf8",
  });
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
}, 120_000);
afterAll(() => rmSync(out, { recursive: true, force: true }));

function bundled(args: readonly string[], env: Record<string, string>) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(out, "cli.js"), ...args], {
    cwd: out,
    env: { HOME: out, ...env },
    encoding: "utf8",
  });
  return { status, said: stdout + stderr };
}

// A bundle may lack what its sources have: each kind of import is used once.
test("the bundled command line asks Google's library for credentials, and says what is wrong with them", () => {
  const file = join(root, "examples/demo/three-replicas.yaml");
  const { status, said } = bundled(["plan", file], { GOOGLE_APPLICATION_CREDENTIALS: join(out, "missing.json") });
  expect(status).toBe(1);
  expect(said).toMatch(/missing\.json[\s\S]*gcloud auth application-default login/);
  expect(said).not.toMatch(/defect/);
});

test("the bundled command line synthesizes", () => {
  const { status, said } = bundled(["synth", join(root, "examples/three-replicas.yaml")], {});
  expect({ status, said }).toMatchObject({ status: 0, said: expect.stringContaining("cdk.tf.json") });
});

test("compiled code is kept for the user alone, is used again, and is made anew when it is not whole", () => {
  const caches = mkdtempSync(join(out, "caches-"));
  const kept = join(caches, "quorate", "compiled");
  const validate = () => bundled(["validate", join(root, "examples/three-replicas.yaml")], { XDG_CACHE_HOME: caches });
  const first = validate();
  expect(first.status).toBe(0);
  const [file, ...others] = readdirSync(kept).map((name) => join(kept, name));
  if (file === undefined) throw new Error("nothing was kept");
  expect(others).toEqual([]);
  expect(statSync(file).mode & 0o777).toBe(0o600);

  const { ino } = statSync(file);
  const bytes = readFileSync(file);
  expect(validate()).toEqual(first);
  expect(statSync(file).ino).toBe(ino);

  writeFileSync(file, bytes.fill(0, bytes.length / 2));
  expect(validate()).toEqual(first);
  expect(statSync(file).ino).not.toBe(ino);
  expect(readFileSync(file).length).toBeGreaterThan(bytes.length / 2);
});

test("of a run that failed no compiled code is kept", () => {
  const caches = mkdtempSync(join(out, "caches-"));
  expect(bundled(["validate", "missing.yaml"], { XDG_CACHE_HOME: caches }).status).toBe(1);
  expect(readdirSync(caches)).toEqual([]);
});
