/** Prints the Terraform configuration of each cluster file that is named, as a JSON list. */
import { readFileSync } from "node:fs";
import { parseClusterFile } from "../../src/cluster/parse.ts";
import { desiredControlPlane } from "../../src/constructs/desired.ts";
import { stackSettings, synth } from "../../src/constructs/synth.ts";

const configurations = process.argv.slice(2).map((file) => {
  const { spec } = parseClusterFile(readFileSync(file, "utf8"), file);
  if (spec === undefined) throw new Error(`${file} has errors`);
  return synth(stackSettings(spec), desiredControlPlane(spec));
});
process.stdout.write(JSON.stringify(configurations));
