import { indentation, isBlank, isComment, lineAt, lineEnd, lineStart, nextLine } from "./line.ts";
import type { ReplicaList } from "./replica-list.ts";

/** The end of the last line that belongs to an entry: its own, or a comment right below that is indented deeper. */
export function endWithComments(text: string, to: number, indent: number): number {
  let end = lineEnd(text, to);
  for (;;) {
    const below = nextLine(text, end);
    const line = below < text.length ? lineAt(text, below) : "";
    if (!isComment(line) || indentation(line) <= indent) return end;
    end = lineEnd(text, below);
  }
}

/**
 * The start of the first line that belongs to an entry: its own, or a comment right above at its indentation. Above the
 * first entry such a comment may speak of the whole list; it belongs to the entry only if another entry has one too.
 */
export function startWithComments({ text, entries }: ReplicaList, index: number): number {
  const [start = 0, ...others] = [index, ...entries.keys()].map((each) =>
    commentsAbove(text, entries[each]?.from ?? 0),
  );
  if (index > 0) return start;
  const perEntry = others.some((each, other) => other > 0 && each < lineStart(text, entries[other]?.from ?? 0));
  return perEntry ? start : lineStart(text, entries[0]?.from ?? 0);
}

function commentsAbove(text: string, from: number): number {
  let start = lineStart(text, from);
  const indent = from - start;
  if (!isBlank(text.slice(start, from))) return start;
  while (start > 0) {
    const above = lineAt(text, start - 1);
    if (!isComment(above) || indentation(above) !== indent || isDisabledEntry(above)) return start;
    start = lineStart(text, start - 1);
  }
  return start;
}

/** An entry that somebody commented out is nobody's comment. */
function isDisabledEntry(line: string): boolean {
  return /^\s*#\s*-\s/.test(line);
}
