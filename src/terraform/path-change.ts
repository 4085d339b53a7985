import { isRecord, type JsonRecord } from "./record.ts";

/** A place at which two sets of attributes differ. */
export interface PathChange {
  /**
   * Names and map keys with dots between; elements of lists have no part in it, and a dot in a key has a
   * backslash before it: `network_interface.access_config`.
   */
  readonly path: string;
  readonly kind: "added" | "removed" | "changed";
}

/**
 * Where `after` differs from `before`. Places that `afterUnknown` marks are left out: nobody knows whether they change.
 *
 * Terraform's older plugin protocol takes null, zero values and what is empty for one another, so they are equal here. A
 * block may be written as an object or as a list of one. Sets come as lists, so the order of elements means nothing:
 * equal elements are taken out first, and what is left is compared pair by pair, or said to be added or removed.
 */
export function pathChanges(before: JsonRecord | null, after: JsonRecord | null, afterUnknown?: unknown): PathChange[] {
  const changes = compareMembers(before ?? {}, after ?? {}, afterUnknown, "");
  const seen = new Set<string>();
  return changes.filter(({ path, kind }) => {
    const key = `${kind} ${path}`;
    return !seen.has(key) && seen.add(key);
  });
}

function compare(before: unknown, after: unknown, unknown: unknown, path: string): PathChange[] {
  if (unknown === true) return [];
  if (isNothing(before) && isNothing(after)) return [];
  if (Array.isArray(before) && Array.isArray(after)) return compareElements(before, after, unknown, path);
  if (isNothing(before)) return [{ path, kind: "added" }];
  if (isNothing(after) && !hasUnknown(unknown)) return [{ path, kind: "removed" }];
  if (isRecord(before) && isRecord(after)) return compareMembers(before, after, unknown, path);
  if (Array.isArray(before) && isRecord(after)) return compareElements(before, [after], [unknown], path);
  if (isRecord(before) && Array.isArray(after)) return compareElements([before], after, unknown, path);
  return Object.is(before, after) ? [] : [{ path, kind: "changed" }];
}

function compareMembers(before: JsonRecord, after: JsonRecord, unknown: unknown, path: string): PathChange[] {
  const marks = isRecord(unknown) ? unknown : {};
  return [...new Set([...Object.keys(before), ...Object.keys(after)])].flatMap((key) =>
    compare(before[key], after[key], marks[key], path === "" ? escapeDots(key) : `${path}.${escapeDots(key)}`),
  );
}

function compareElements(
  before: readonly unknown[],
  after: readonly unknown[],
  unknown: unknown,
  path: string,
): PathChange[] {
  const marks: readonly unknown[] = Array.isArray(unknown) ? unknown : [];
  const gone = [...before];
  const come: { readonly value: unknown; readonly mark: unknown }[] = [];
  after.forEach((value, index) => {
    const mark = marks[index];
    const same = hasUnknown(mark) ? -1 : gone.findIndex((other) => compare(other, value, false, path).length === 0);
    if (same < 0) come.push({ value, mark });
    else gone.splice(same, 1);
  });
  if (gone.length !== come.length) {
    const removed: PathChange[] = gone.length > 0 ? [{ path, kind: "removed" }] : [];
    return come.length > 0 ? [...removed, { path, kind: "added" }] : removed;
  }
  return come.flatMap(({ value, mark }) => {
    const candidates = gone.map((other) => compare(other, value, mark, path));
    const best = candidates.reduce((least, each, i) => (each.length < (candidates[least]?.length ?? 0) ? i : least), 0);
    gone.splice(best, 1);
    return candidates[best] ?? [];
  });
}

/** A dot within a map key must not look like a step into it. */
function escapeDots(key: string): string {
  return key.replace(/[\\.]/g, "\\$&");
}

function isNothing(value: unknown): boolean {
  if (value === null || value === undefined || value === "" || value === 0 || value === false) return true;
  if (Array.isArray(value)) return value.length === 0;
  return isRecord(value) && Object.values(value).every(isNothing);
}

function hasUnknown(mark: unknown): boolean {
  if (mark === true) return true;
  if (Array.isArray(mark)) return mark.some(hasUnknown);
  return isRecord(mark) && Object.values(mark).some(hasUnknown);
}
