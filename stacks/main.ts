/**
 * The CDKTF app that `cdktf synth` runs: one stack for each cluster file in the folders that are named as arguments
 * (`clusters/` when none is), at rest: as if everything that the files ask for were there. Whoever applies its output
 * by hand skips the steps that keep quorum.
 */

import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { parseClusterFile } from "../src/cluster/parse.ts";
import { App } from "../src/constructs/cdktf/cdktf.ts";
import { desiredControlPlane } from "../src/constructs/desired.ts";
import { ControlPlaneStack, stackSettings } from "../src/constructs/synth.ts";

const folders = process.argv.length > 2 ? process.argv.slice(2) : ["clusters"];
const files = folders.flatMap((folder) =>
  readdirSync(folder)
    .filter((name) => /\.ya?ml$/.test(name))
    .sort()
    .map((name) => join(folder, name)),
);

const app = new App();
let refused = false;
for (const file of files) {
  const { spec, diagnostics } = parseClusterFile(readFileSync(file, "utf8"), file);
  for (const { severity, code, message, position } of diagnostics) {
    console.error(`${file}:${position?.line}:${position?.column}: ${severity} ${code}: ${message}`);
  }
  if (spec === undefined) refused = true;
  else new ControlPlaneStack(app, spec.name, stackSettings(spec), desiredControlPlane(spec));
}
if (refused) process.exit(1);
app.synth();
