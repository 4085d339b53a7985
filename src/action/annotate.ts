import { type AnnotationProperties, error, info, notice, warning } from "@actions/core";
import type { Diagnostic } from "../cluster/diagnostic.ts";
import { printable } from "../cluster/printable.ts";

/** GitHub shows so many of each kind for a step, and drops the others without a word. */
const mostOfAKind = 10;

/** Puts diagnostics on the lines of the files; those for which there is no room go to the log. */
export function annotate(diagnostics: readonly Diagnostic[]): void {
  annotateKind(diagnostics, "error", error);
  annotateKind(diagnostics, "warning", warning);
}

/** Whatever ends a line for the runner or for those who read the log. */
const lineEnd = /\r\n|[\n\r\u0085\u2028\u2029]/;

/** Writes to the log what may hold somebody's text: nothing in it is taken for a command of the runner's. */
export function log(text: string): void {
  info(
    text
      .split(lineEnd)
      .map((line) => printable(line))
      .map((line) => line.replaceAll("##[", "# #[").replace(/^(\s*):(?=:)/, "$1: "))
      .join("\n"),
  );
}

/** One line of a notice, which people see on the run's page. */
export function tell(text: string): void {
  notice(printable(text));
}

function annotateKind(
  diagnostics: readonly Diagnostic[],
  severity: Diagnostic["severity"],
  put: (message: string, properties: AnnotationProperties) => void,
): void {
  const all = diagnostics.filter((each) => each.severity === severity);
  const room = all.length > mostOfAKind ? mostOfAKind - 1 : mostOfAKind;
  for (const each of all.slice(0, room)) put(textOf(each), placeOf(each));
  const rest = all.slice(room);
  if (rest.length === 0) return;
  put(`${rest.length} more, which the log and the summary name`, { title: "Quorate" });
  for (const each of rest) {
    const { file = "", line = 0 } = each.position ?? {};
    log(printable(`${severity} at ${file}:${line}: ${textOf(each)}`));
  }
}

function textOf({ message, remedy }: Diagnostic): string {
  return `${printable(message.replace(/\.$/, ""))}. ${printable(remedy.replace(/\.$/, ""))}.`;
}

function placeOf({ code, position }: Diagnostic): AnnotationProperties {
  const title = `Quorate ${code}`;
  if (position === undefined) return { title };
  const { file, line, column } = position;
  return { title, file, startLine: line, startColumn: column };
}
