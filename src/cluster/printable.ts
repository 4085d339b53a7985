import { unprintable } from "../cluster/quote.ts";

/** One line of text in which every control, format, direction and invisible character is shown as an escape such as `\u{1b}`. */
export function printable(text: string): string {
  return text.replace(unprintable, escapeCharacter);
}

/** At most `limit` characters of `text`; what is left out is said by an ellipsis. */
export function clip(text: string, limit: number): string {
  return text.length <= limit ? text : `${text.slice(0, Math.max(0, limit - 1)).replace(/[\uD800-\uDBFF]$/, "")}…`;
}

function escapeCharacter(character: string): string {
  if (character === "\n") return "\\n";
  if (character === "\t") return "\\t";
  return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
}
