import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { diagnosticsOf, readClusterFiles, specOf } from "../adapters/cluster-files.ts";
import { hasErrors } from "../cluster/diagnostic.ts";
import { desiredControlPlane } from "../constructs/desired.ts";
import { stackSettings, synth } from "../constructs/synth.ts";
import type { ExitCode } from "./exit.ts";
import { spareMemory } from "./launch/spare-memory.ts";
import { noFiles } from "./no-files.ts";
import { type Screen, tellDiagnostics } from "./screen.ts";

/** `quorate synth`: the Terraform configuration of each cluster at rest, laid out as `cdktf synth` does. */
export async function synthFiles(paths: readonly string[], out: string, screen: Screen): Promise<ExitCode> {
  const files = await readClusterFiles(paths);
  if (files.length === 0) return noFiles(screen);
  const diagnostics = diagnosticsOf(files);
  tellDiagnostics(screen, diagnostics, files);
  if (hasErrors(diagnostics)) return 1;
  spareMemory(files.length);
  for (const spec of files.map(specOf)) {
    const directory = join(out, "stacks", spec.name);
    const json = synth(stackSettings(spec), desiredControlPlane(spec));
    // Nothing else waits for this thread, and handing a thousand small files to others takes longer than writing them.
    mkdirSync(directory, { recursive: true });
    writeFileSync(join(directory, "cdk.tf.json"), `${JSON.stringify(json, null, 2)}\n`);
    screen.print(`${join(directory, "cdk.tf.json")}\n`);
  }
  screen.tell("Applying this by hand skips the steps that keep quorum; `quorate apply` takes them one at a time.\n");
  return 0;
}
