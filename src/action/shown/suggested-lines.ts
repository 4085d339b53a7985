/** Lines of a file, from 1 and inclusive, and what is to stand in their place. */
export interface SuggestedLines {
  readonly start: number;
  readonly end: number;
  readonly text: readonly string[];
}

/**
 * The places of which a change can be suggested on GitHub, the best first: the lines that differ or, where there are only
 * new ones, the line before or after them with them. GitHub takes a suggestion only on lines that a pull request shows,
 * and may show one of these but not the other.
 */
export function suggestedLines(before: string, after: string): SuggestedLines[] {
  const [old, now] = [linesOf(before), linesOf(after)];
  let first = 0;
  while (first < old.length && first < now.length && old[first] === now[first]) first++;
  let same = 0;
  const most = Math.min(old.length, now.length) - first;
  while (same < most && old.at(-1 - same) === now.at(-1 - same)) same++;
  const place = (from: number, trailing: number): SuggestedLines => ({
    start: from + 1,
    end: old.length - trailing,
    text: now.slice(from, now.length - trailing),
  });
  if (first + same < old.length) return [place(first, same)];
  return [...(first > 0 ? [place(first - 1, same)] : []), ...(same > 0 ? [place(first, same - 1)] : [])];
}

function linesOf(text: string): string[] {
  return text.replace(/\r?\n$/, "").split(/\r?\n/);
}
