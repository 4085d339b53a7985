import { execFileSync, spawnSync } from "node:child_process";
import { expect, jest, test } from "@jest/globals";
import { startupScript } from "../../src/bootstrap/startup-script.ts";

jest.setTimeout(60_000);

const hasShellcheck = spawnSync("shellcheck", ["--version"]).status === 0;

(hasShellcheck ? test : test.skip)("shellcheck has nothing to say about the startup script", () => {
  const { stdout, status } = spawnSync("shellcheck", ["-"], { input: startupScript(), encoding: "utf8" });
  expect([stdout, status]).toEqual(["", 0]);
});

test("bash can read it", () => {
  execFileSync("bash", ["-n"], { input: startupScript() });
});
