import { normalize } from "node:path";

/** Whether an argument is a pattern of paths rather than one path. */
export function isPattern(path: string): boolean {
  return /[*?]/.test(path);
}

/** The folder that every match of a pattern lies in: what stands before its first wildcard. */
export function patternFolder(pattern: string): string {
  const segments = normalize(pattern).split("/");
  const fixed = segments.slice(0, segments.findIndex(isPattern));
  return fixed.join("/") || (pattern.startsWith("/") ? "/" : ".");
}

/** How many folders below `patternFolder` a match can lie; Infinity with `**`. */
export function patternDepth(pattern: string): number {
  const segments = normalize(pattern).split("/");
  return segments.includes("**") ? Number.POSITIVE_INFINITY : segments.length - 1 - segments.findIndex(isPattern);
}

/**
 * Whether a path fits a pattern: `*` is any part of a name, `?` any one character of it, `**` any number of folders. As
 * in a shell, wildcards do not stand for a leading dot. Both are relative to the same folder. Takes time in proportion
 * to the product of both lengths, whatever they are.
 */
export function matchesPattern(pattern: string, path: string): boolean {
  return fits(normalize(pattern).split("/"), normalize(path).split("/"), {
    isStar: (segment) => segment === "**",
    covers: (segment) => !segment.startsWith("."),
    fitsOne: nameFits,
  });
}

function nameFits(pattern: string, name: string): boolean {
  if (name.startsWith(".") && !pattern.startsWith(".")) return false;
  return fits([...pattern], [...name], {
    isStar: (character) => character === "*",
    covers: () => true,
    fitsOne: (character, other) => character === "?" || character === other,
  });
}

interface Wildcards {
  isStar(part: string): boolean;
  /** Whether a star may stand for it. */
  covers(item: string): boolean;
  fitsOne(part: string, item: string): boolean;
}

/** Only the latest star ever takes more: what it could not mend, no earlier one can. That keeps hostile input cheap. */
function fits(pattern: readonly string[], items: readonly string[], { isStar, covers, fitsOne }: Wildcards): boolean {
  let at = 0;
  let star = -1;
  let covered = 0;
  for (let index = 0; index < items.length; ) {
    const part = pattern[at];
    if (part !== undefined && isStar(part)) {
      star = at++;
      covered = index;
    } else if (part !== undefined && fitsOne(part, items[index] ?? "")) {
      at++;
      index++;
    } else if (star >= 0 && covers(items[covered] ?? "")) {
      at = star + 1;
      index = ++covered;
    } else {
      return false;
    }
  }
  return pattern.slice(at).every(isStar);
}
