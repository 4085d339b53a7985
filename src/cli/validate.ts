import { diagnosticsOf, readClusterFiles } from "../adapters/cluster-files.ts";
import { hasErrors } from "../cluster/diagnostic.ts";
import { printable } from "../cluster/printable.ts";
import { counted } from "../report/phrase/count-phrase.ts";
import type { ExitCode } from "./exit.ts";
import { noFiles } from "./no-files.ts";
import { type Screen, tellDiagnostics } from "./screen.ts";

/** `quorate validate`: every mistake in the files at once. */
export async function validate(paths: readonly string[], screen: Screen): Promise<ExitCode> {
  const files = await readClusterFiles(paths);
  if (files.length === 0) return noFiles(screen);
  for (const { file, spec } of files) {
    if (spec === undefined) continue;
    // The file's name never comes first: a log of GitHub Actions would take one such as `::error::` for a command.
    const replicas = counted(spec.controlPlane.replicas.length, "replica");
    screen.print(`${spec.name}: ${printable(file)} is valid, with ${replicas}.\n`);
  }
  const diagnostics = diagnosticsOf(files);
  tellDiagnostics(screen, diagnostics, files);
  if (!hasErrors(diagnostics)) return 0;
  const errors = diagnostics.filter(({ severity }) => severity === "error").length;
  screen.tell(`${counted(errors, "error")} in ${counted(files.length, "file")}.\n`);
  return 1;
}
