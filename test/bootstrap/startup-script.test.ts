import { readdirSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "@jest/globals";
import { instanceFile, instanceFiles } from "../../src/bootstrap/instance-files.ts";
import { startupScript } from "../../src/bootstrap/startup-script.ts";
import { literal, unliteral } from "../../src/constructs/cdktf/literal.ts";

const script = startupScript();

test("the startup script is far below GCE's 256 KiB for a metadata value", () => {
  expect(Buffer.byteLength(script)).toBeLessThan(200 * 1024);
});

test("every file that runs on an instance is in it", () => {
  const folder = join(import.meta.dirname, "../../src/bootstrap/instance");
  const found = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.parentPath.endsWith("__pycache__"))
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1));
  expect(found.sort()).toEqual(instanceFiles());
  for (const name of instanceFiles()) {
    const lines = instanceFile(name).split("\n");
    expect([name, script.includes(lines.at(-3) ?? "")]).toEqual([name, true]);
  }
  expect(script).not.toContain("# @");
});

test("nothing in it looks like a secret, and nothing is particular to a cluster", () => {
  expect(script).not.toMatch(/BEGIN [A-Z ]*(PRIVATE KEY|CERTIFICATE)|ya29\.|[a-z0-9]{6}\.[a-z0-9]{16}\b/);
  expect(script).not.toMatch(/acme|prod-|demo-/);
  expect(startupScript()).toBe(script);
});

test("Terraform can take it as it is", () => {
  expect(script).not.toMatch(/\$\$\{|%%\{/);
  expect(unliteral(literal(script))).toBe(script);
});
