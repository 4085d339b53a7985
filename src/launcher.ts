#!/usr/bin/env node
// The bundle's entry, dist/cli.js. From the sources that is cli.ts.
import { join } from "node:path";
import { runCompiled } from "./cli/launch/compiled-script.ts";
import { compiledFolder } from "./cli/launch/keep-compiled.ts";

const [, , command = ""] = process.argv;
const use = /^[a-z]+$/.test(command) ? command : "other";
const { main } = runCompiled(join(import.meta.dirname, "cli", "main.cjs"), compiledFolder(process.env), use) as {
  main: () => Promise<void>;
};
await main();
