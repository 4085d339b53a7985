/** The values in code-unit order, each once: the canonical form of every list of names in a topology. */
export function sorted(values: Iterable<string>): string[] {
  return [...new Set(values)].sort();
}
