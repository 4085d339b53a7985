import { printable } from "../../cluster/printable.ts";
import type { ResourceChange } from "../../plan/resource-change.ts";
import type { DiffLine } from "../diff/diff-line.ts";
import { resourceLines } from "../diff/resource-diff.ts";
import { type Palette, paintSign } from "../palette.ts";
import { fateOf } from "../sign.ts";

/** One resource's change for a terminal: Terraform's comment line, then the block, with a line end after each line. */
export function changeBlock(change: ResourceChange, paint: Palette): string {
  const header = `  ${paint.bold(`# ${printable(change.address)} ${fateOf(change.actions)}`)}`;
  return `${[header, ...resourceLines(change).map((line) => terminalLine(line, paint))].join("\n")}\n`;
}

function terminalLine(line: DiffLine, paint: Palette): string {
  const text = line.text.startsWith("# (") ? paint.dim(line.text) : line.text;
  const margin = " ".repeat(4 * line.depth + 3 - line.sign.length);
  return `${margin}${paintSign(line.sign, paint)} ${text}`.trimEnd();
}
