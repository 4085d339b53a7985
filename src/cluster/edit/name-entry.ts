import { fieldText, firstKeyAt } from "./entry-text.ts";
import { isBlank, lineBreakAt, lineEnd, lineStart } from "./line.ts";
import { contentEnd, type Entry } from "./replica-list.ts";
import { insertion, type Splice } from "./splice.ts";

/** The splice that writes a name into an entry that has none: a line of its own, or before the first key in braces. */
export function nameEntry(text: string, entry: Entry, name: string): Splice {
  const field = fieldText(entry, "name", name);
  const first = firstKeyAt(entry);
  const start = lineStart(text, first);
  const lineBreak = lineBreakAt(text, first);
  if (entry.map.flow === true) {
    const indent = text.slice(start, first);
    return insertion(first, `${field},${isBlank(indent) ? lineBreak + indent : " "}`);
  }
  const pair = entry.map.items[0];
  const end = lineEnd(text, contentEnd(text, pair?.value ?? pair?.key));
  return insertion(end, `${lineBreak}${" ".repeat(first - start)}${field}`);
}
