import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, dirname, join } from "node:path";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { instanceFiles } from "../../src/bootstrap/instance-files.ts";
import { startupScript } from "../../src/bootstrap/startup-script.ts";

let root = "";

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), "quorate-startup-"));
});
afterEach(() => rmSync(root, { recursive: true }));

function write(path: string, text: string): void {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
  chmodSync(join(root, path), 0o755);
}

/** What the script says, in a file system below `root`, with other programs that only pretend. */
function start(): string {
  const python = execFileSync("sh", ["-c", "command -v python3"], { encoding: "utf8" }).trim();
  const pretended = {
    curl: "echo 1.36.3",
    kubeadm: "echo v1.36.3",
    systemctl: "true",
    // Not to boot this machine: with no such word, all modules are loaded, and nothing is done.
    python3: `${python} -B -m quorate "not-$3" 2>&1 || true`,
  };
  for (const [name, does] of Object.entries(pretended)) write(`bin/${name}`, `#!/bin/sh\n${does}\n`);
  write("script", startupScript().replaceAll(/(?<=[ =])(?=\/(etc|var\/lib)\/)/g, root));
  const path = [join(root, "bin"), "/usr/bin", "/bin"].join(delimiter);
  return execFileSync("bash", [join(root, "script")], { encoding: "utf8", env: { PATH: path } });
}

test("what the script installs can be loaded, over what any other version has left", () => {
  const installed = "var/lib/quorate/program";
  // Python would take this package before the module of its name; the other two it does not read.
  write(`${installed}/quorate/settings/__init__.py`, "raise RuntimeError('of another version')\n");
  write(`${installed}/quorate/roles.py`, "raise RuntimeError('of another version')\n");
  write("var/lib/quorate/quorate/__init__.py", "raise RuntimeError('of another version')\n");
  const usage = "quorate: starting\nusage: python3 -m quorate boot|agent\n";
  expect(start()).toBe(usage);
  const found = readdirSync(join(root, installed), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(join(root, installed).length + 1));
  expect(found.sort()).toEqual(instanceFiles().filter((name) => name.endsWith(".py")));
  // A boot that finds everything in place does the same.
  expect(start()).toBe(usage);
});
