import type { ResourceChange } from "../../plan/resource-change.ts";
import { signOf } from "../sign.ts";
import { type DiffLine, hiddenLines } from "./diff-line.ts";
import { diffSequence } from "./sequence-diff.ts";
import { attributeLines, isChanged, type Pair, signOfPair, unknownAt } from "./value-diff.ts";
import { isRecord, keyText, quote } from "./value-text.ts";

/** Objects under these names are maps; under every other name they are nested blocks. */
const MAPS = /^(metadata|labels|annotations|params|triggers|.*_labels)$/;
/** Shown although they do not change, because they tell people which resource it is. */
const IDENTIFYING = ["id", "name"];

type Attributes = Readonly<Record<string, unknown>>;
type Entry = readonly [name: string, pair: Pair];

/** What a step does to a resource, in the shape of Terraform's plan: `resource "type" "name" {` and what differs. */
export function resourceLines(change: ResourceChange): readonly DiffLine[] {
  const pair = { before: change.before, after: change.after, unknown: change.afterUnknown };
  return [
    { sign: signOf(change.actions), depth: 0, text: `resource ${nameOf(change.address)} {` },
    ...bodyLines(pair, 1, IDENTIFYING),
    { sign: " ", depth: 0, text: "}" },
  ];
}

function bodyLines(pair: Pair, depth: number, identifying: readonly string[]): readonly DiffLine[] {
  const whole = signOfPair({ ...pair, unknown: undefined }) !== "~";
  const entries = entriesOf(pair);
  const blocks = entries.filter(([name, entry]) => isBlock(name, entry));
  const attributes = entries.filter((entry) => !blocks.includes(entry));
  const shown = attributes.filter(([name, entry]) => whole || isChanged(entry) || identifying.includes(name));
  const width = Math.max(0, ...shown.map(([name]) => keyText(name).length));
  const inner = blocks.map(([name, entry]) => blockLines(name, entry, depth, whole));
  return [
    ...shown.flatMap(([name, entry]) => attributeLines(keyText(name).padEnd(width), entry, depth)),
    ...hiddenLines(attributes.length - shown.length, "attribute", depth),
    ...(blocks.length > 0 && attributes.length > 0 ? [{ sign: " ", depth, text: "" } as const] : []),
    ...inner.flatMap((block) => block.lines),
    ...hiddenLines(
      inner.reduce((sum, block) => sum + block.hidden, 0),
      "block",
      depth,
    ),
  ];
}

function blockLines(name: string, pair: Pair, depth: number, whole: boolean) {
  const items = diffSequence(blocksOf(pair.before), blocksOf(pair.after), true).map((item) => ({
    ...item,
    unknown: Array.isArray(pair.unknown) ? unknownAt(pair.unknown, item.index) : pair.unknown,
  }));
  const shown = whole ? items : items.filter(isChanged);
  const lines = shown.flatMap((item): readonly DiffLine[] => {
    const sign = signOfPair(item);
    const body = bodyLines(item, depth + 1, []);
    if (body.length === 0) return [{ sign, depth, text: `${keyText(name)} {}` }];
    return [{ sign, depth, text: `${keyText(name)} {` }, ...body, { sign: " ", depth, text: "}" }];
  });
  return { lines, hidden: items.length - shown.length };
}

function isBlock(name: string, pair: Pair): boolean {
  const sides = [pair.before, pair.after].filter((side) => side !== undefined && side !== null);
  const blocks = (side: unknown) => (Array.isArray(side) ? side.every(isRecord) : isRecord(side) && !MAPS.test(name));
  return pair.unknown !== true && sides.every(blocks) && sides.some((side) => blocksOf(side).length > 0);
}

function blocksOf(value: unknown): readonly unknown[] {
  if (Array.isArray(value)) return value;
  return isRecord(value) ? [value] : [];
}

function entriesOf(pair: Pair): readonly Entry[] {
  const [before, after, unknown] = [pair.before, pair.after, pair.unknown].map(
    (side): Attributes => (isRecord(side) ? side : {}),
  );
  const names = [...new Set([before, after, unknown].flatMap((side) => Object.keys(side ?? {})))].sort();
  return names
    .map((name): Entry => [name, { before: before?.[name], after: after?.[name], unknown: unknown?.[name] }])
    .filter(([, entry]) => isChanged(entry) || (entry.after !== undefined && entry.after !== null));
}

function nameOf(address: string): string {
  const parts = /^(?:.*\.)?([\w-]+)\.([\w-]+)$/.exec(address);
  return parts === null ? quote(address) : `"${parts[1]}" "${parts[2]}"`;
}
