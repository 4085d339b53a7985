/**
 * A page with new lines between its two comments with a name, `<!-- NAME -->` and `<!-- /NAME -->`, each on a line of its own.
 * Throws if the page has no such place.
 */
export function between(page: string, name: string, lines: readonly string[]): string {
  const [start, end] = [`<!-- ${name} -->`, `<!-- /${name} -->`];
  const [from, to] = [page.indexOf(start), page.indexOf(end)];
  if (from < 0 || to < from) throw new Error(`the page has no place for ${name}`);
  return `${page.slice(0, from + start.length)}\n${lines.join("\n")}\n${page.slice(to)}`;
}
