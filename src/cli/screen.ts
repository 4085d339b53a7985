import type { ClusterFile } from "../adapters/cluster-files.ts";
import type { Diagnostic } from "../cluster/diagnostic.ts";
import { renderDiagnostics } from "../report/terminal/diagnostic-box.ts";

/** Where a command prints: results to standard output, everything about them to standard error. */
export interface Screen {
  readonly color: boolean;
  /** Columns. */
  readonly width: number;
  readonly interactive: boolean;
  print(text: string): void;
  tell(text: string): void;
}

const widest = 120;

/** This process's terminal. Colours only on a terminal, and not where NO_COLOR is set. */
export function terminalScreen(): Screen {
  const { stdout, stderr, stdin, env } = process;
  return {
    color: stdout.isTTY === true && !env["NO_COLOR"],
    width: Math.min(widest, stdout.columns ?? 100),
    interactive: stdin.isTTY === true && stdout.isTTY === true,
    print: (text) => void stdout.write(text),
    tell: (text) => void stderr.write(text),
  };
}

/** Shows what is wrong with files, with the lines in question. */
export function tellDiagnostics(
  screen: Screen,
  diagnostics: readonly Diagnostic[],
  files: readonly ClusterFile[],
): void {
  const read = files.filter(({ text }) => text !== "");
  const sources = new Map(read.map(({ file, text }) => [file, text]));
  screen.tell(renderDiagnostics(diagnostics, { color: screen.color, width: screen.width, sources }));
}
