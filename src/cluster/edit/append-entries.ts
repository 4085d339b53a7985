import { endWithComments } from "./entry-comments.ts";
import { entryText, type Fields, firstKeyAt } from "./entry-text.ts";
import { isBlank, isComment, lineBreakAt, lineEnd, lineStart } from "./line.ts";
import type { Entry, ReplicaList } from "./replica-list.ts";
import { insertion, type Splice } from "./splice.ts";

/** Splices that write new entries at the end of the list, in the manner of its last one; undefined where that cannot be. */
export function appendEntries(list: ReplicaList, added: readonly Fields[]): readonly Splice[] | undefined {
  const last = list.entries.at(-1);
  if (last === undefined) return undefined;
  const texts = added.map((fields) => entryText(list.text, last, fields));
  return list.flow ? appendToFlow(list.text, last, texts) : appendToBlock(list.text, last, texts);
}

function appendToBlock(text: string, last: Entry, texts: readonly string[]): readonly Splice[] | undefined {
  const indent = text.slice(lineStart(text, last.from), last.from);
  if (!isBlank(indent)) return undefined;
  const lineBreak = lineBreakAt(text, last.from);
  const first = (last.map.flow === true ? last.map.range?.[0] : undefined) ?? firstKeyAt(last);
  const between = text.slice(last.from + 1, first);
  const column = first - lineStart(text, first);
  const gap = isBlank(between) && !between.includes("\n") ? between : lineBreak + " ".repeat(column);
  const lines = texts.map((each) => `${lineBreak}${indent}-${gap}${each}`);
  return [insertion(endWithComments(text, last.to, indent.length), lines.join(""))];
}

function appendToFlow(text: string, last: Entry, texts: readonly string[]): readonly Splice[] {
  const trailing = last.comma !== undefined;
  const at = last.comma === undefined ? last.to : last.comma + 1;
  const indent = text.slice(lineStart(text, last.from), last.from);
  const gap = isBlank(indent) ? lineBreakAt(text, last.from) + indent : " ";
  const rest = text.slice(at, lineEnd(text, at));
  if (isBlank(indent) && (isBlank(rest) || isComment(rest))) {
    const lines = texts.map((each) => gap + each).join(",");
    const comma = insertion(last.to, trailing ? "" : ",");
    return [comma, insertion(lineEnd(text, at), trailing ? `${lines},` : lines)];
  }
  return [insertion(at, texts.map((each) => (trailing ? `${gap}${each},` : `,${gap}${each}`)).join(""))];
}
