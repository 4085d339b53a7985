import { isCollection, isMap, isNode, isScalar, isSeq, type YAMLMap } from "yaml";
import { replicasPath } from "../rules/rule.ts";
import { readDocument } from "../yaml/document.ts";
import { lineEnd } from "./line.ts";

/** One replica's entry in a text; offsets are into that text. */
export interface Entry {
  readonly map: YAMLMap;
  /** The first character: the hyphen of a block list, else the entry's own. */
  readonly from: number;
  /** Behind the last character that is no comment. */
  readonly to: number;
  /** The comma after the entry, in a flow list. */
  readonly comma: number | undefined;
}

/** The list of replicas as it is written: `flow` is `[…]`, else each entry follows a hyphen. */
export interface ReplicaList {
  readonly text: string;
  readonly flow: boolean;
  readonly entries: readonly Entry[];
}

/**
 * Finds the list of replicas in the text of a valid cluster file, without byte order mark. undefined where it is
 * written in a way that cannot be edited piece by piece, such as with an alias.
 */
export function readReplicaList(text: string): ReplicaList | undefined {
  const list = readDocument(text).document?.getIn(replicasPath, true);
  if (!isSeq(list) || list.range == null) return undefined;
  const flow = list.flow === true;
  const entries: Entry[] = [];
  let at = list.range[0];
  for (const map of list.items) {
    if (!isMap(map) || map.range == null) return undefined;
    const from = flow ? map.range[0] : skipBlank(text, at);
    const to = contentEnd(text, map);
    if (!flow && text[from] !== "-") return undefined;
    const next = skipBlank(text, to);
    const comma = flow && text[next] === "," ? next : undefined;
    entries.push({ map, from, to, comma });
    at = to;
  }
  return { text, flow, entries };
}

/** Behind the last character of a node that is neither comment nor line break. */
export function contentEnd(text: string, node: unknown): number {
  if (isCollection(node) && node.flow !== true) {
    const last: unknown = node.items.at(-1);
    if (typeof last === "object" && last !== null && "key" in last && "value" in last) {
      return contentEnd(text, isPresent(last.value) ? last.value : last.key);
    }
  }
  const end = isNode(node) ? (node.range?.[1] ?? 0) : 0;
  return text.slice(0, end).trimEnd().length;
}

function isPresent(node: unknown): boolean {
  return isNode(node) && !(isScalar(node) && node.range != null && node.range[0] === node.range[1]);
}

/** The first offset from `at` on that is in neither white space nor a comment. */
function skipBlank(text: string, at: number): number {
  let offset = at;
  for (;;) {
    while (offset < text.length && /\s/.test(text[offset] ?? "")) offset++;
    if (text[offset] !== "#") return offset;
    offset = lineEnd(text, offset);
  }
}
