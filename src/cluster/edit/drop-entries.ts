import { endWithComments, startWithComments } from "./entry-comments.ts";
import { isBlank, isComment, lineAt, lineBreakAt, lineEnd, lineStart, nextLine } from "./line.ts";
import type { Entry, ReplicaList } from "./replica-list.ts";
import { deletion, type Splice } from "./splice.ts";

/** Splices that take entries out of the list, with the comments that belong to them. At least one entry must stay. */
export function dropEntries(list: ReplicaList, dropped: ReadonlySet<number>): readonly Splice[] | undefined {
  const { text, flow, entries } = list;
  const splices: Splice[] = [];
  for (const [index, entry] of entries.entries()) {
    if (!dropped.has(index)) continue;
    if (hasOwnLines(text, entry)) splices.push(wholeLines(list, index, entry));
    else if (flow) splices.push(...withinLine(list, index, dropped));
    else return undefined;
  }
  return [
    ...mergeNeighbours(text, splices).map((lines) => withBlankLines(list, lines)),
    ...lastComma(entries, dropped),
  ];
}

function hasOwnLines(text: string, { from, to, comma }: Entry): boolean {
  const end = comma === undefined ? to : comma + 1;
  const rest = text.slice(end, lineEnd(text, end));
  return isBlank(text.slice(lineStart(text, from), from)) && (isBlank(rest) || isComment(rest));
}

function wholeLines(list: ReplicaList, index: number, { from, to, comma }: Entry): Splice {
  const { text, flow } = list;
  const end = comma ?? to;
  const indent = from - lineStart(text, from);
  const last = flow ? lineEnd(text, end) : endWithComments(text, end, indent);
  return deletion(startWithComments(list, index), nextLine(text, last));
}

/** An entry that shares its line: with its comma, and the spaces that kept it apart. */
function withinLine({ text, entries }: ReplicaList, index: number, dropped: ReadonlySet<number>): Splice[] {
  const entry = entries[index];
  if (entry === undefined) return [];
  const end = entry.comma === undefined ? entry.to : entry.comma + 1;
  const rest = text.slice(end, lineEnd(text, end));
  const comment = isComment(rest) ? end + rest.length : end;
  const followed = entries.some((other, at) => at > index && !dropped.has(at) && other.from < lineEnd(text, end));
  if (followed) return [deletion(entry.from, end + (rest.length - rest.trimStart().length))];
  const before = text.slice(0, entry.from).replace(/[ \t]+$/, "").length;
  const above = before > 0 && before === lineStart(text, before) ? lineAt(text, before - 1) : undefined;
  if (above === undefined) return [deletion(before, comment)];
  // A line break may go only where it does not end a comment; the bracket that follows keeps the indentation.
  const from = above.includes("#") ? entry.from : before - lineBreakAt(text, before - 1).length;
  return [deletion(from, comment)];
}

/** The comma after the last entry that stays, if none stood after the last one before. */
function lastComma(entries: readonly Entry[], dropped: ReadonlySet<number>): Splice[] {
  const kept = entries.findLast((_, index) => !dropped.has(index));
  if (entries.at(-1)?.comma !== undefined || kept?.comma === undefined) return [];
  return [deletion(kept.comma, kept.comma + 1)];
}

/** Deletions with nothing but white space between them become one. */
function mergeNeighbours(text: string, splices: readonly Splice[]): Splice[] {
  const merged: Splice[] = [];
  for (const splice of splices) {
    const last = merged.at(-1);
    if (last !== undefined && isBlank(text.slice(last.to, splice.from)))
      merged[merged.length - 1] = deletion(last.from, splice.to);
    else merged.push(splice);
  }
  return merged;
}

/** Blank lines set an entry apart. Of those above and below the lines that go, one side goes with them. */
function withBlankLines({ text, entries }: ReplicaList, { from, to }: Splice): Splice {
  if (from !== lineStart(text, from) || (to !== text.length && to !== lineStart(text, to))) return deletion(from, to);
  const below = blankBelow(text, to);
  const isFirst = (entries[0]?.from ?? 0) >= from;
  const isLast = (entries.at(-1)?.from ?? 0) < to;
  if (isFirst) return deletion(from, below);
  return deletion(isLast || below > to ? blankAbove(text, from) : from, to);
}

function blankAbove(text: string, from: number): number {
  let start = from;
  while (start > 0 && isBlank(lineAt(text, start - 1))) start = lineStart(text, start - 1);
  return start;
}

function blankBelow(text: string, to: number): number {
  let end = to;
  while (end < text.length && isBlank(lineAt(text, end))) end = nextLine(text, end);
  return end;
}
