import { readClusterFile } from "../../adapters/cluster-files.ts";
import { replaceFile } from "../../adapters/replace-file.ts";
import type { Edited, EditOutcome } from "../../cluster/edit/edited.ts";
import { diagnose, type Problem } from "../../cluster/problem.ts";
import { renderTextDiff } from "../../report/diff/text-diff.ts";
import { type Screen, tellDiagnostics } from "../screen.ts";

/**
 * Edits a cluster file in place, or with `dryRun` prints what would change. Shows why not where it cannot; then the
 * file is as it was, and the answer is undefined.
 */
export async function editFile(
  path: string,
  edit: (text: string, file: string) => EditOutcome,
  dryRun: boolean,
  screen: Screen,
): Promise<Edited | undefined> {
  const read = await readClusterFile(path);
  const outcome = read.spec === undefined ? { refused: read.diagnostics } : edit(read.text, read.file);
  if ("refused" in outcome) {
    tellDiagnostics(screen, outcome.refused, [read]);
    return undefined;
  }
  if (dryRun) screen.print(renderTextDiff(read.text, outcome.text, screen));
  else {
    const problem: Problem | undefined = await replaceFile(path, outcome.text);
    if (problem !== undefined) {
      tellDiagnostics(screen, [diagnose(problem, read.source.positionOf([]))], []);
      return undefined;
    }
  }
  tellDiagnostics(screen, outcome.warnings, [{ ...read, text: outcome.text }]);
  return outcome;
}

/** Says what to run next, or that nothing was written. */
export function tellNext(path: string, dryRun: boolean, screen: Screen): void {
  screen.print(dryRun ? "\nNothing was written.\n" : `\nNext: quorate plan ${asArgument(path)}\n`);
}

/** A path as a shell reads it as one word. */
export function asArgument(path: string): string {
  return /^[\w./@+-]+$/.test(path) ? path : `'${path.replaceAll("'", `'\\''`)}'`;
}
