import { printable } from "../../cluster/printable.ts";
import { palette } from "../palette.ts";
import { diffSequence, type Item } from "./sequence-diff.ts";

const context = 3;

interface Line {
  readonly sign: " " | "+" | "-";
  readonly text: string;
  /** Line numbers from 1; of a line that is on one side only, where it would stand on the other. */
  readonly before: number;
  readonly after: number;
}

/** The lines by which two texts differ, in the form of `diff -u` without its file names; empty for equal texts. */
export function renderTextDiff(before: string, after: string, options: { readonly color: boolean }): string {
  const paint = palette(options.color);
  const tint = { " ": (text: string) => text, "+": paint.green, "-": paint.red };
  const lines = numbered(diffSequence(linesOf(before), linesOf(after), false));
  return hunks(lines)
    .flatMap((hunk) => [
      paint.cyan(header(hunk)),
      ...hunk.map(({ sign, text }) => tint[sign](`${sign}${printable(text)}`.trimEnd())),
    ])
    .map((line) => `${line}\n`)
    .join("");
}

function linesOf(text: string): string[] {
  return text.replace(/\r?\n$/, "").split(/\r?\n/);
}

function numbered(items: readonly Item[]): Line[] {
  let before = 1;
  let after = 1;
  return items.map((item) => {
    const sign = item.index === -1 ? "-" : item.before === undefined ? "+" : " ";
    const line: Line = { sign, text: String(item.index === -1 ? item.before : item.after), before, after };
    if (sign !== "+") before++;
    if (sign !== "-") after++;
    return line;
  });
}

function hunks(lines: readonly Line[]): Line[][] {
  const shown = lines.map((_, index) =>
    lines.slice(Math.max(0, index - context), index + context + 1).some(({ sign }) => sign !== " "),
  );
  const found: Line[][] = [];
  for (const [index, line] of lines.entries()) {
    if (!shown[index]) continue;
    if (shown[index - 1]) found.at(-1)?.push(line);
    else found.push([line]);
  }
  return found;
}

function header(hunk: readonly Line[]): string {
  const first = hunk[0] ?? { before: 1, after: 1 };
  const count = (without: "+" | "-") => hunk.filter(({ sign }) => sign !== without).length;
  return `@@ -${first.before},${count("+")} +${first.after},${count("-")} @@`;
}
