import { isDeepStrictEqual } from "node:util";
import { clip, printable } from "../../cluster/printable.ts";
import type { Sign } from "../sign.ts";
import { type DiffLine, hiddenLines } from "./diff-line.ts";
import { diffSequence } from "./sequence-diff.ts";
import { decodeJson, isRecord, keyText, quote, valueText } from "./value-text.ts";

/** Both sides of a value; undefined or null is absent. `unknown` is Terraform's mask of what only apply can tell. */
export interface Pair {
  readonly before: unknown;
  readonly after: unknown;
  readonly unknown: unknown;
}

/** How a value is introduced and closed: `name = ` before it, `,` after it in a list. */
interface Frame {
  readonly prefix: string;
  readonly suffix: string;
  readonly depth: number;
  /** Inside JSON, keys are written as identifiers; in Terraform's maps they are quoted. */
  readonly json: boolean;
  /** Inside of what disappears as a whole, which says so once, at its end. */
  readonly inside: boolean;
}

/** What stands on one line if it is not longer. */
const MAX_INLINE = 72;
/** In longer lists, what does not change is hidden. */
const MAX_LIST = 8;
const MAX_LINE = 160;
const KNOWN_AFTER_APPLY = "(known after apply)";

/** Whether the two sides differ, or something inside is known only after apply. */
export function isChanged(pair: Pair): boolean {
  return hasUnknown(pair.unknown) || !isDeepStrictEqual(pair.before ?? undefined, pair.after ?? undefined);
}

/** The sign of a value: it appears, disappears, changes or stays. */
export function signOfPair(pair: Pair): Sign {
  if (!isChanged(pair)) return " ";
  if (isAbsent(pair.before)) return "+";
  return isAbsent(pair.after) && !hasUnknown(pair.unknown) ? "-" : "~";
}

/** The lines of one attribute: `name = "a" -> "b"`, or a map, list, JSON text or text of many lines over several lines. */
export function attributeLines(label: string, pair: Pair, depth: number): readonly DiffLine[] {
  return valueLines(pair, { prefix: `${label} = `, suffix: "", depth, json: false, inside: false });
}

function valueLines(pair: Pair, frame: Frame): readonly DiffLine[] {
  const sign = signOfPair(pair);
  if (pair.unknown !== true) {
    const sides = [pair.before, pair.after].filter((side) => !isAbsent(side));
    const inline = sign !== "~" && !hasUnknown(pair.unknown) && valueText(sides[0], keysIn(frame)).length <= MAX_INLINE;
    if (!inline && sides.every(isRecord)) return mapLines(pair, frame, sign);
    if (!inline && sides.every(Array.isArray)) return listLines(pair, frame, sign);
    if (sides.every((side) => decodeJson(side) !== undefined)) return jsonLines(pair, frame, sign);
    if (sign === "~" && sides.length === 2 && sides.every(isText) && sides.some((side) => side.includes("\n"))) {
      return textLines(pair, frame);
    }
  }
  return [{ sign, depth: frame.depth, text: `${frame.prefix}${scalarText(pair, sign, frame)}${frame.suffix}` }];
}

function scalarText(pair: Pair, sign: Sign, frame: Frame): string {
  const after = pair.unknown === true ? KNOWN_AFTER_APPLY : valueText(pair.after, keysIn(frame));
  if (sign === "-") return `${valueText(pair.before, keysIn(frame))}${goneText(frame, sign)}`;
  return sign === "~" ? `${valueText(pair.before, keysIn(frame))} -> ${after}` : after;
}

function mapLines(pair: Pair, frame: Frame, sign: Sign): readonly DiffLine[] {
  const entries = entriesOf(pair);
  const shown = sign === "~" ? entries.filter(([, entry]) => isChanged(entry)) : entries;
  const label = (key: string) => (frame.json ? keyText(key) : quote(key));
  const width = Math.max(0, ...shown.map(([key]) => label(key).length));
  const depth = frame.depth + 1;
  return [
    { sign, depth: frame.depth, text: `${frame.prefix}{` },
    ...shown.flatMap(([key, entry]) =>
      valueLines(entry, {
        prefix: `${label(key).padEnd(width)} = `,
        suffix: "",
        depth,
        json: frame.json,
        inside: sign === "-",
      }),
    ),
    ...hiddenLines(entries.length - shown.length, "element", depth),
    closing("}", frame, sign),
  ];
}

function listLines(pair: Pair, frame: Frame, sign: Sign): readonly DiffLine[] {
  const [before, after] = [asList(pair.before), asList(pair.after)];
  const items = diffSequence(
    before,
    after,
    [...before, ...after].every((item) => typeof item === "object"),
  );
  const pairs = items.map((item) => ({ ...item, unknown: unknownAt(pair.unknown, item.index) }));
  const shown = sign === "~" && items.length > MAX_LIST ? pairs.filter(isChanged) : pairs;
  const depth = frame.depth + 1;
  return [
    { sign, depth: frame.depth, text: `${frame.prefix}[` },
    ...shown.flatMap((item) =>
      valueLines(item, { prefix: "", suffix: ",", depth, json: frame.json, inside: sign === "-" }),
    ),
    ...hiddenLines(items.length - shown.length, "element", depth),
    closing("]", frame, sign),
  ];
}

function jsonLines(pair: Pair, frame: Frame, sign: Sign): readonly DiffLine[] {
  const decoded = { before: decodeJson(pair.before), after: decodeJson(pair.after), unknown: undefined };
  const lonely = valueText(decoded.after ?? decoded.before, "bare");
  if (sign !== "~" && lonely.length <= MAX_INLINE) {
    const text = `${frame.prefix}jsonencode(${lonely})${goneText(frame, sign)}${frame.suffix}`;
    return [{ sign, depth: frame.depth, text }];
  }
  if (sign === "~" && !isChanged(decoded)) {
    const text = `${frame.prefix}jsonencode(…) # only its white space or the order of its keys changes`;
    return [{ sign, depth: frame.depth, text }];
  }
  return [
    { sign, depth: frame.depth, text: `${frame.prefix}jsonencode(` },
    ...valueLines(decoded, { prefix: "", suffix: "", depth: frame.depth + 1, json: true, inside: true }),
    closing(")", frame, sign),
  ];
}

function textLines(pair: Pair, frame: Frame): readonly DiffLine[] {
  const items = diffSequence(String(pair.before).split("\n"), String(pair.after).split("\n"), false);
  const depth = frame.depth + 1;
  const lines: DiffLine[] = [{ sign: "~", depth: frame.depth, text: `${frame.prefix}<<-EOT` }];
  let hidden = 0;
  for (const item of items) {
    const sign = signOfPair({ ...item, unknown: undefined });
    if (sign === " ") {
      hidden++;
      continue;
    }
    lines.push(...hiddenLines(hidden, "line", depth));
    hidden = 0;
    lines.push({ sign, depth, text: clip(printable(String(item.after ?? item.before)), MAX_LINE) });
  }
  return [...lines, ...hiddenLines(hidden, "line", depth), closing("EOT", frame, "~")];
}

function closing(bracket: string, frame: Frame, sign: Sign): DiffLine {
  return { sign: " ", depth: frame.depth, text: `${bracket}${goneText(frame, sign)}${frame.suffix}` };
}

function keysIn(frame: Frame): "quoted" | "bare" {
  return frame.json ? "bare" : "quoted";
}

function goneText(frame: Frame, sign: Sign): string {
  return sign === "-" && frame.suffix === "" && !frame.inside ? " -> null" : "";
}

function entriesOf(pair: Pair): readonly (readonly [string, Pair])[] {
  const [before, after, unknown] = [asRecord(pair.before), asRecord(pair.after), asRecord(pair.unknown)];
  const keys = [...new Set([before, after, unknown].flatMap(Object.keys))].sort();
  return keys
    .map((key) => [key, { before: before[key], after: after[key], unknown: unknown[key] }] as const)
    .filter(([, entry]) => !isAbsent(entry.before) || !isAbsent(entry.after) || hasUnknown(entry.unknown));
}

/** The mask of the item at `index` of a list. */
export function unknownAt(unknown: unknown, index: number): unknown {
  return Array.isArray(unknown) ? unknown[index] : undefined;
}

function hasUnknown(unknown: unknown): boolean {
  if (unknown === true) return true;
  return typeof unknown === "object" && unknown !== null && Object.values(unknown).some(hasUnknown);
}

function isAbsent(value: unknown): boolean {
  return value === undefined || value === null;
}

function isText(value: unknown): value is string {
  return typeof value === "string";
}

function asRecord(value: unknown): Readonly<Record<string, unknown>> {
  return isRecord(value) ? value : {};
}

function asList(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}
