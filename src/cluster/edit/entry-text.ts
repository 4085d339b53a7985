import { isScalar, type Pair, type Scalar, stringify } from "yaml";
import { keyOf } from "../yaml/source.ts";
import { isBlank, lineBreakAt, lineStart } from "./line.ts";
import type { Entry } from "./replica-list.ts";

/** Keys and values of an entry, in the order in which they are written. */
export type Fields = readonly (readonly [key: string, value: string])[];

/** The text of a new entry without its hyphen, laid out and quoted as `like` is. */
export function entryText(text: string, like: Entry, fields: Fields): string {
  const written = fields.map(([key, value]) => fieldText(like, key, value));
  const lineBreak = lineBreakAt(text, like.from);
  const first = firstKeyAt(like);
  if (like.map.flow !== true) {
    const indent = " ".repeat(first - lineStart(text, first));
    return written.join(lineBreak + indent);
  }
  // Of an entry without braces, `[zone: …]`, the first key is the first character.
  const opening = first === like.map.range?.[0] ? "" : text.slice((like.map.range?.[0] ?? 0) + 1, first);
  if (!isBlank(opening) || !opening.includes("\n")) {
    const padding = isBlank(opening) ? opening : " ";
    return `{${padding}${written.join(", ")}${padding}}`;
  }
  const inner = lineBreak + text.slice(lineStart(text, first), first);
  const closing = text.slice(lineStart(text, like.to), like.to - 1);
  return `{${inner}${written.join(`,${inner}`)}${isBlank(closing) ? lineBreak + closing : ""}}`;
}

/** `key: value`, quoted as the entry's zone is. */
export function fieldText({ map }: Entry, key: string, value: string): string {
  const pair = map.items.find((each) => keyOf(each as Pair) === "zone");
  return `${scalarText(key, styleOf(pair?.key))}: ${scalarText(value, styleOf(pair?.value))}`;
}

/** Where an entry's first key stands. */
export function firstKeyAt({ map }: Entry): number {
  const key = map.items[0]?.key;
  return isScalar(key) ? (key.range?.[0] ?? 0) : 0;
}

/** A word as YAML text: plain where that still means the word. */
export function scalarText(word: string, style: Scalar.Type = "PLAIN"): string {
  if (style === "QUOTE_DOUBLE") return JSON.stringify(word);
  if (style === "QUOTE_SINGLE") return `'${word}'`;
  return stringify(word).trimEnd();
}

function styleOf(node: unknown): Scalar.Type | undefined {
  return isScalar(node) ? (node.type as Scalar.Type | undefined) : undefined;
}
