/**
 * `node scripts/jest.ts PROJECT [PATHS AND OPTIONS…]`: runs the tests of one of Jest's projects, all of them or those whose
 * path has one of these in it. Jest itself would take a path that follows `--selectProjects` for the name of a project.
 */
import { spawn } from "node:child_process";
import { createRequire } from "node:module";

const [project, ...rest] = process.argv.slice(2);
if (project === undefined) throw new Error("Name a project of jest.config.js first, such as unit");
const jest = createRequire(import.meta.url).resolve("jest/bin/jest");
const node = ["--experimental-vm-modules", "--disable-warning=ExperimentalWarning"];
const child = spawn(process.execPath, [...node, jest, ...rest, "--selectProjects", project], { stdio: "inherit" });
child.once("close", (code) => {
  process.exitCode = code ?? 1;
});
