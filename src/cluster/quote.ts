const longest = 60;

/**
 * Every character that could move the cursor, reverse the reading direction, end a line, or be there without being seen.
 * For `replace` and `search`.
 */
export const unprintable = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}\p{Default_Ignorable_Code_Point}]/gu;

/**
 * A value of somebody's file as one short, printable piece of a message: text in quotes, with escapes for what would
 * end the line or change the reading direction, cut after 60 characters.
 */
export function quote(value: unknown): string {
  if (typeof value === "string") return `"${escaped(clip(value))}"`;
  if (Array.isArray(value)) return "a list";
  if (typeof value === "object" && value !== null) return "a mapping";
  return clip(String(value));
}

/** Words as an English enumeration: `a`, `a or b`, `a, b or c`. */
export function either(words: readonly string[]): string {
  const [last, ...others] = words.toReversed();
  return others.length === 0 ? (last ?? "") : `${others.toReversed().join(", ")} or ${last}`;
}

function clip(text: string): string {
  return text.length <= longest ? text : `${text.slice(0, longest).replace(/[\uD800-\uDBFF]$/, "")}…`;
}

function escaped(text: string): string {
  return text
    .replace(/["\\]/g, "\\$&")
    .replace(unprintable, (character) => `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`);
}
