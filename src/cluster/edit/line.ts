/** Lines of a text by offsets in it. Line breaks are LF and CRLF, as they come. */

/** Where the line of an offset begins. */
export function lineStart(text: string, offset: number): number {
  return text.lastIndexOf("\n", offset - 1) + 1;
}

/** Where the line of an offset ends, before its line break. */
export function lineEnd(text: string, offset: number): number {
  const feed = text.indexOf("\n", offset);
  if (feed === -1) return text.length;
  return text[feed - 1] === "\r" && feed - 1 >= offset ? feed - 1 : feed;
}

/** Where the line after an offset's begins: behind the line break, or at the end of the text. */
export function nextLine(text: string, offset: number): number {
  const feed = text.indexOf("\n", offset);
  return feed === -1 ? text.length : feed + 1;
}

/** The whole line of an offset, without its line break. */
export function lineAt(text: string, offset: number): string {
  const start = lineStart(text, offset);
  return text.slice(start, lineEnd(text, start));
}

/** The line break that is in use at an offset: the one after it, else the one before it. */
export function lineBreakAt(text: string, offset: number): string {
  const after = text.indexOf("\n", offset);
  const feed = after === -1 ? text.lastIndexOf("\n") : after;
  return text[feed - 1] === "\r" ? "\r\n" : "\n";
}

/** How many characters a line's indentation has. */
export function indentation(line: string): number {
  return line.length - line.trimStart().length;
}

export function isBlank(line: string): boolean {
  return line.trim() === "";
}

export function isComment(line: string): boolean {
  return line.trimStart().startsWith("#");
}
