/** Where in a file something stands; line and column count from 1. */
export interface Position {
  readonly file: string;
  readonly line: number;
  readonly column: number;
}

/**
 * One finding about somebody's input. `code` is stable (`Q0xx`, listed in docs/diagnostics.md); `message` says what is
 * wrong and `remedy` what to do about it, each one sentence without a trailing newline.
 */
export interface Diagnostic {
  readonly severity: "error" | "warning";
  readonly code: string;
  readonly message: string;
  readonly remedy: string;
  readonly position?: Position;
}

/** Whether any of the diagnostics forbids going on. */
export function hasErrors(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some((diagnostic) => diagnostic.severity === "error");
}
