import { type Document, isAlias, isMap, isScalar, isSeq, LineCounter, type Node, type Pair } from "yaml";
import type { Position } from "../diagnostic.ts";

/** Keys and list indices from the top of a file, such as `["spec", "controlPlane", "replicas", 0]`. */
export type Path = readonly (string | number)[];

/** A parsed file that knows where things stand in it. */
export interface Source {
  readonly file: string;
  /**
   * Where the value at a path stands. If the file does not have it, where the nearest thing around it does.
   */
  readonly positionOf: (path: Path) => Position;
}

/** Turns offsets in a text into positions; offsets beyond its last visible character stand there. */
export function locator(text: string, file: string): (offset: number) => Position {
  const lines = new LineCounter();
  lines.addNewLine(0);
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) lines.addNewLine(at + 1);
  const end = text.trimEnd().length;
  return (offset) => {
    const { line, col } = lines.linePos(Math.max(0, Math.min(offset, end)));
    return { file, line, column: col };
  };
}

/**
 * A `Source` over a document, which is asked for with each question; without one, everything is at the file's first
 * character.
 */
export function sourceOf(
  file: string,
  locate: (offset: number) => Position,
  read: () => Document | undefined = () => undefined,
): Source {
  return {
    file,
    positionOf: (path) => {
      const document = read();
      return locate(document === undefined ? 0 : offsetIn(document, path));
    },
  };
}

function offsetIn(document: Document, path: Path): number {
  let offset = startOf(document.contents) ?? 0;
  let node = resolved(document.contents, document);
  for (const part of path) {
    const value: unknown = childOf(node, part);
    if (value === undefined) break;
    offset = startOf(value) ?? offset;
    node = resolved(value, document);
  }
  return offset;
}

function childOf(node: unknown, part: string | number): unknown {
  if (isMap(node)) return pairsOf(node.items, String(part))[0]?.value ?? undefined;
  return isSeq(node) && typeof part === "number" ? node.items[part] : undefined;
}

/** The pairs of a mapping whose key is `key`. */
export function pairsOf(pairs: readonly Pair[], key: string): Pair[] {
  return pairs.filter((pair) => keyOf(pair) === key);
}

/** A pair's key as text; undefined for keys that are lists, mappings or aliases. */
export function keyOf(pair: Pair): string | undefined {
  return isScalar(pair.key) ? String(pair.key.value) : undefined;
}

/** What an alias stands for, any other node itself; undefined for nothing, and for an alias without its anchor. */
export function resolved(node: unknown, document: Document): unknown {
  return isAlias(node) ? node.resolve(document) : (node ?? undefined);
}

/** The offset of a node's first character; undefined for what is not there. */
export function startOf(node: unknown): number | undefined {
  return (node as Node | null | undefined)?.range?.[0];
}
