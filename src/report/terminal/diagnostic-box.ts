import type { Diagnostic, Position } from "../../cluster/diagnostic.ts";
import { clip, printable } from "../../cluster/printable.ts";
import { type Palette, palette } from "../palette.ts";
import { wrap } from "./wrap.ts";

export interface DiagnosticOptions {
  readonly color: boolean;
  /** Columns of the terminal; 80 without it. */
  readonly width?: number;
  /** Texts of the files that diagnostics point into; with them the line is shown, with a caret below the column. */
  readonly sources?: ReadonlyMap<string, string>;
}

/** Of a long source line, what stands further than this before the column is left out. */
const CONTEXT_BEFORE = 60;
const MAX_EXCERPT = 100;

/** Boxes in Terraform's form, errors first; empty without diagnostics. */
export function renderDiagnostics(diagnostics: readonly Diagnostic[], options: DiagnosticOptions): string {
  const paint = palette(options.color);
  const ranked = [
    ...diagnostics.filter((diagnostic) => diagnostic.severity === "error"),
    ...diagnostics.filter((diagnostic) => diagnostic.severity === "warning"),
  ];
  return ranked.map((diagnostic) => box(diagnostic, options, paint)).join("");
}

function box(diagnostic: Diagnostic, options: DiagnosticOptions, paint: Palette): string {
  const tint = diagnostic.severity === "error" ? paint.red : paint.yellow;
  const label = diagnostic.severity === "error" ? "Error:" : "Warning:";
  const width = (options.width ?? 80) - 2;
  const [first = "", ...others] = paragraphs(`${label} ${diagnostic.message} (${diagnostic.code})`, width);
  const lines = [
    `${tint(paint.bold(label))}${paint.bold(first.slice(label.length))}`,
    ...others.map((line) => paint.bold(line)),
    ...(diagnostic.position === undefined ? [] : ["", ...placeLines(diagnostic.position, options.sources, paint)]),
    ...(diagnostic.remedy === "" ? [] : ["", ...paragraphs(diagnostic.remedy, width)]),
  ];
  return `${tint("╷")}\n${lines.map((line) => `${tint("│")} ${line}`.trimEnd()).join("\n")}\n${tint("╵")}\n`;
}

function placeLines(position: Position, sources: DiagnosticOptions["sources"], paint: Palette): readonly string[] {
  const { file, line, column } = position;
  const place = `  on ${printable(file)}:${line}:${column}`;
  const source = sources?.get(file)?.split(/\r?\n/)[line - 1];
  if (source === undefined) return [place];
  const before = printable(source.slice(0, column - 1).replaceAll("\t", " "));
  const whole = before + printable(source.slice(column - 1).replaceAll("\t", " "));
  const start = Math.max(0, before.length - CONTEXT_BEFORE);
  const margin = `  ${line}: `;
  return [
    `${place}:`,
    `${paint.dim(margin)}${clip(whole.slice(start), MAX_EXCERPT)}`,
    `${" ".repeat(margin.length + before.length - start)}${paint.bold("^")}`,
  ];
}

function paragraphs(text: string, width: number): readonly string[] {
  return text.split("\n").flatMap((line) => wrap(printable(line), width));
}
