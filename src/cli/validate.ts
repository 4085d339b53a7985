import { diagnosticsOf, readClusterFiles } from "../adapters/cluster-files.ts";
import { hasErrors } from "../cluster/diagnostic.ts";
import type { ExitCode } from "./exit.ts";
import { noFiles } from "./no-files.ts";
import { type Screen, tellDiagnostics } from "./screen.ts";

/** `quorate validate`: every mistake in the files at once. */
export async function validate(paths: readonly string[], screen: Screen): Promise<ExitCode> {
  const files = await readClusterFiles(paths);
  if (files.length === 0) return noFiles(screen);
  const diagnostics = diagnosticsOf(files);
  tellDiagnostics(screen, diagnostics, files);
  const errors = diagnostics.filter(({ severity }) => severity === "error").length;
  if (hasErrors(diagnostics)) {
    screen.tell(
      `${errors} ${errors === 1 ? "error" : "errors"} in ${files.length} ${files.length === 1 ? "file" : "files"}.\n`,
    );
    return 1;
  }
  for (const { file, spec } of files) {
    screen.print(`${file}: ${spec?.name} with ${spec?.controlPlane.replicas.length} replicas is valid.\n`);
  }
  return 0;
}
