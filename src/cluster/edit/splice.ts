/** A piece of a text, by offsets, and what takes its place. */
export interface Splice {
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

export function insertion(at: number, text: string): Splice {
  return { from: at, to: at, text };
}

export function deletion(from: number, to: number): Splice {
  return { from, to, text: "" };
}

/** The text with every splice made. Insertions at one offset keep their order; where splices overlap, nothing is kept. */
export function spliced(text: string, splices: readonly Splice[]): string {
  let result = "";
  let at = 0;
  for (const splice of splices.toSorted((a, b) => a.from - b.from)) {
    result += text.slice(at, Math.max(at, splice.from)) + splice.text;
    at = Math.max(at, splice.to);
  }
  return result + text.slice(at);
}
