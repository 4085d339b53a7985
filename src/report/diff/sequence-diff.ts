import { isDeepStrictEqual } from "node:util";

/** One place of two compared lists. `index` is the place in the later list, or -1 for what is gone. */
export interface Item {
  readonly before: unknown;
  readonly after: unknown;
  readonly index: number;
}

/** Above this many cells a table of common parts would cost too much; then everything in between counts as changed. */
const MAX_CELLS = 4_000_000;

/**
 * Compares two lists by their longest common part: an item with both sides equal stays, one with `after` undefined is
 * gone, one with `before` undefined is new. Where `paired` is true, what is gone and what is new at the same place is
 * shown as one changed item.
 */
export function diffSequence(before: readonly unknown[], after: readonly unknown[], paired: boolean): readonly Item[] {
  let start = 0;
  while (start < before.length && start < after.length && isDeepStrictEqual(before[start], after[start])) start++;
  let end = 0;
  const rest = Math.min(before.length, after.length) - start;
  while (end < rest && isDeepStrictEqual(before.at(-1 - end), after.at(-1 - end))) end++;
  const middle = diffMiddle(before.slice(start, before.length - end), after.slice(start, after.length - end), start);
  const same = (offset: number, index: number) => ({ before: before[offset], after: after[index], index });
  return [
    ...Array.from({ length: start }, (_, index) => same(index, index)),
    ...(paired ? pairUp(middle) : middle),
    ...Array.from({ length: end }, (_, index) => same(before.length - end + index, after.length - end + index)),
  ];
}

function diffMiddle(before: readonly unknown[], after: readonly unknown[], offset: number): readonly Item[] {
  const gone = (index: number): Item => ({ before: before[index], after: undefined, index: -1 });
  const added = (index: number): Item => ({ before: undefined, after: after[index], index: offset + index });
  if (before.length * after.length > MAX_CELLS)
    return [...before.map((_, i) => gone(i)), ...after.map((_, i) => added(i))];
  const lengths = commonLengths(before, after);
  const items: Item[] = [];
  let [i, j] = [0, 0];
  while (i < before.length || j < after.length) {
    if (i < before.length && j < after.length && isDeepStrictEqual(before[i], after[j])) {
      items.push({ before: before[i++], after: after[j], index: offset + j++ });
    } else if (i < before.length && (j >= after.length || at(lengths, i + 1, j) >= at(lengths, i, j + 1))) {
      items.push(gone(i++));
    } else {
      items.push(added(j++));
    }
  }
  return items;
}

/** `[i][j]`: the length of the longest common part of the lists from `i` and from `j` on. */
function commonLengths(before: readonly unknown[], after: readonly unknown[]): readonly Uint32Array[] {
  const lengths = Array.from({ length: before.length + 1 }, () => new Uint32Array(after.length + 1));
  for (let i = before.length - 1; i >= 0; i--) {
    for (let j = after.length - 1; j >= 0; j--) {
      const row = lengths[i];
      if (row === undefined) continue;
      row[j] = isDeepStrictEqual(before[i], after[j])
        ? at(lengths, i + 1, j + 1) + 1
        : Math.max(at(lengths, i + 1, j), at(lengths, i, j + 1));
    }
  }
  return lengths;
}

function at(lengths: readonly Uint32Array[], i: number, j: number): number {
  return lengths[i]?.[j] ?? 0;
}

function pairUp(items: readonly Item[]): readonly Item[] {
  const result: Item[] = [];
  let gone: Item[] = [];
  let added: Item[] = [];
  const flush = () => {
    const pairs = Math.min(gone.length, added.length);
    for (let k = 0; k < pairs; k++) {
      result.push({ before: gone[k]?.before, after: added[k]?.after, index: added[k]?.index ?? -1 });
    }
    result.push(...gone.slice(pairs), ...added.slice(pairs));
    [gone, added] = [[], []];
  };
  for (const item of items) {
    if (item.index === -1) gone.push(item);
    else if (item.before === undefined) added.push(item);
    else {
      flush();
      result.push(item);
    }
  }
  flush();
  return result;
}
