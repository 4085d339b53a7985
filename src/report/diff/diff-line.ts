import type { Sign } from "../sign.ts";

/** One line of a resource's difference, before indentation and colour. */
export interface DiffLine {
  readonly sign: Sign;
  /** Nesting, from 0. */
  readonly depth: number;
  readonly text: string;
}

/** A line that says what is not shown: `# (3 unchanged attributes hidden)`. None for a count of 0. */
export function hiddenLines(count: number, noun: string, depth: number): readonly DiffLine[] {
  if (count === 0) return [];
  return [{ sign: " ", depth, text: `# (${count} unchanged ${noun}${count === 1 ? "" : "s"} hidden)` }];
}
