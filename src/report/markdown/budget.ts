/** A part of a text of limited length: what it may read as, the fullest first. */
export interface Section {
  /** Sections of a lower number are fitted first, each as full as there is room for. */
  readonly priority: number;
  readonly variants: readonly string[];
  /** Whether the last variant stands even where there is no room for it. */
  readonly required?: boolean;
  /** Sections of the same set have the same priority, and stand all of them or none. */
  readonly set?: string;
}

const SEPARATOR = "\n\n";

/**
 * Joins sections in the given order, an empty line between them, within `limit` characters. Required sections get their
 * shortest variant first. Then, by priority, every other section gets its shortest one where there is room; what room
 * is left makes sections fuller, again by priority. Longer than `limit` only where the required ones are.
 */
export function fitSections(sections: readonly Section[], limit: number): { text: string; shortened: boolean } {
  const chosen = sections.map((section) => (section.required === true ? (section.variants.at(-1) ?? "") : ""));
  const order = sections
    .map((section, at) => ({ section, at }))
    .sort((a, b) => a.section.priority - b.section.priority);
  let room = limit + SEPARATOR.length - chosen.reduce((sum, text) => sum + cost(text), 0);
  const choose = (at: number, variants: readonly string[]) => {
    const held = cost(chosen[at] ?? "");
    const best = variants.find((variant) => cost(variant) <= room + held);
    if (best === undefined) return;
    chosen[at] = best;
    room += held - cost(best);
  };
  const stands = new Map<string, boolean>();
  const isOut = ({ set }: Section): boolean => {
    if (set === undefined) return false;
    const least = sections.filter((section) => section.set === set).map(({ variants }) => cost(variants.at(-1) ?? ""));
    const fits = stands.get(set) ?? least.reduce((sum, each) => sum + each, 0) <= room;
    stands.set(set, fits);
    return !fits;
  };
  for (const { section, at } of order) {
    if (section.required !== true && !isOut(section)) choose(at, section.variants.slice(-1));
  }
  for (const { section, at } of order) if (!isOut(section)) choose(at, section.variants);
  return {
    text: chosen.filter((text) => text !== "").join(SEPARATOR),
    shortened: sections.some((section, at) => chosen[at] !== (section.variants[0] ?? "")),
  };
}

function cost(text: string): number {
  return text === "" ? 0 : text.length + SEPARATOR.length;
}
