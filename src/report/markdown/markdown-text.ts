import { clip, printable } from "../../cluster/printable.ts";

/** Everything that means something to Markdown, HTML, GitHub's math or its emoji, wherever it stands in a line. */
const SPECIAL = /[&<>`*_{}[\]#|~!$^\\]|:(?=\S)/g;
/** Renders as nothing, and keeps GitHub from reading what stands around it as one word. */
const GAP = "&#8203;";
/** Longer texts are cut: a comment has room for many, and none may take it all. */
const MAX_TEXT = 400;

/**
 * Somebody's text as plain text inside Markdown or HTML, on one line: it cannot start markup, end a table cell or an
 * element, mention a person, refer to an issue or become a link. Never for the start of a line, nor for an attribute.
 */
export function inlineText(text: string): string {
  return entities(oneLine(text))
    .replaceAll("@", `&#64;${GAP}`)
    .replace(/&#(58|35);(?=\S)/g, `$&${GAP}`)
    .replace(/(www)\./gi, `$1${GAP}.`)
    .replace(/(GH)-(?=\d)/gi, `$1${GAP}-`);
}

/** Somebody's text in code type, as safe as {@link inlineText}; colons and number signs stay as they were to copy. */
export function inlineCode(text: string): string {
  const safe = entities(oneLine(text))
    .replaceAll("@", `&#64;${GAP}`)
    .replace(/(www)\./gi, "$1&#46;");
  return `<code>${safe}</code>`;
}

/** Lines inside a fence that is longer than any run of backticks in them. */
export function fenced(language: string, lines: readonly string[]): string {
  const longest = Math.max(2, ...lines.flatMap((line) => (line.match(/`+/g) ?? []).map((run) => run.length)));
  const fence = "`".repeat(longest + 1);
  return [`${fence}${language}`, ...lines.map((line) => line.replace(/[\r\n]+/g, " ")), fence].join("\n");
}

/** A folded part. `summary` is HTML that is safe already; the empty lines make GitHub read `body` as Markdown. */
export function folded(summary: string, body: string): string {
  return `<details>\n<summary>${summary}</summary>\n\n${body}\n\n</details>`;
}

function oneLine(text: string): string {
  return clip(printable(text.replace(/[\r\n\t]+/g, " ")), MAX_TEXT);
}

function entities(text: string): string {
  return text.replace(SPECIAL, (character) => `&#${character.charCodeAt(0)};`);
}
