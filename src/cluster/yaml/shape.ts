import { type Document, isAlias, isMap, isScalar, isSeq, type Pair, type YAMLMap } from "yaml";
import * as z from "zod";
import type { Problem } from "../problem.ts";
import { either, quote } from "../quote.ts";
import type { Draft } from "./draft.ts";
import type { Finding } from "./finding.ts";
import { leafProblem, notAllowed, notOfType } from "./leaf.ts";
import { keyOf, pairsOf, resolved, startOf } from "./source.ts";
import { meantKeys, unknownKey } from "./unknown-key.ts";

/** What a schema made of a document: the valid part, defaults filled in, and every place that does not fit. */
export interface Shape<T> {
  readonly draft: Draft<T> | undefined;
  readonly findings: readonly Finding[];
}

/**
 * Holds a document against a schema, field by field, so that one mistake hides no other. Does what `safeParse` does,
 * but keeps positions and what is valid. Understands objects, arrays, discriminated unions and single values.
 */
export function readShape<S extends z.ZodType>(schema: S, document: Document): Shape<z.output<S>> {
  const reader: Reader = { document, root: schema, findings: [] };
  const draft = read(reader, schema, { node: document.contents, offset: startOf(document.contents) ?? 0, path: "" });
  return { draft: draft as Draft<z.output<S>> | undefined, findings: reader.findings };
}

interface Reader {
  readonly document: Document;
  readonly root: z.ZodType;
  readonly findings: Finding[];
}

/** A place in the document; `node` is undefined where the file says nothing and defaults speak. */
interface Place {
  readonly node: unknown;
  readonly offset: number;
  readonly path: string;
}

function report(reader: Reader, place: Place, problem: Problem): undefined {
  const message = place.path === "" ? problem.message : `${place.path}: ${problem.message}`;
  reader.findings.push({ offset: place.offset, problem: { ...problem, message } });
}

function read(reader: Reader, schema: z.ZodType, place: Place): unknown {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault) {
    const inner = schema.unwrap() as z.ZodType;
    if (place.node !== undefined) return read(reader, inner, place);
    if (schema instanceof z.ZodDefault) return schema.def.defaultValue;
    return schema instanceof z.ZodPrefault ? read(reader, inner, place) : undefined;
  }
  const node = resolved(place.node, reader.document);
  if (isAlias(place.node) && node === undefined) {
    const message = `The alias *${quote(place.node.source)} has no anchor before it`;
    return report(reader, place, { code: "Q001", message, remedy: "Write the value itself" });
  }
  const here = { ...place, node };
  if (schema instanceof z.ZodObject) return readObject(reader, schema, here);
  if (schema instanceof z.ZodArray) return readArray(reader, schema.element as z.ZodType, here);
  if (schema instanceof z.ZodDiscriminatedUnion) return readUnion(reader, schema, here);
  return readLeaf(reader, schema, here);
}

function readObject(reader: Reader, schema: z.ZodObject, place: Place): unknown {
  const map = mapAt(reader, place);
  if (map === undefined) return undefined;
  const keys = Object.keys(schema.shape);
  const meant = meantKeys(map.items, keys);
  for (const pair of map.items) {
    const key = keyOf(pair);
    if (key === undefined || keys.includes(key)) continue;
    const at = { ...place, offset: startOf(pair.key) ?? place.offset };
    report(reader, at, unknownKey(key, keys, meant.get(pair), reader.root));
  }
  const draft: Record<string, unknown> = {};
  for (const key of keys) {
    const pair = pairsOf(map.items, key)[0] ?? [...meant].find(([, meantKey]) => meantKey === key)?.[0];
    const value = readField(reader, schema.shape[key] as z.ZodType, pair, { ...place, path: join(place.path, key) });
    if (pair !== undefined || value !== undefined) draft[key] = value;
  }
  return draft;
}

/** `parent` has the path of the field, but the offset of the mapping around it. */
function readField(reader: Reader, schema: z.ZodType, pair: Pair | undefined, parent: Place): unknown {
  if (pair !== undefined) {
    const offset = startOf(pair.value) ?? startOf(pair.key) ?? parent.offset;
    return read(reader, schema, { ...parent, node: pair.value ?? null, offset });
  }
  if (schema.safeParse(undefined).success) return read(reader, schema, { ...parent, node: undefined });
  return report(reader, parent, {
    code: "Q011",
    message: "The key is missing",
    remedy: `Add ${parent.path} to the file`,
  });
}

function readArray(reader: Reader, element: z.ZodType, place: Place): unknown {
  if (!isSeq(place.node)) return wrongType(reader, place, "a list", "Write a list, each entry after a hyphen");
  return place.node.items.map((node, index) => {
    const offset = startOf(node) ?? place.offset;
    return read(reader, element, { node: node ?? null, offset, path: `${place.path}[${index}]` });
  });
}

function readUnion(reader: Reader, union: z.ZodDiscriminatedUnion, place: Place): unknown {
  const map = mapAt(reader, place);
  if (map === undefined) return undefined;
  const key = union.def.discriminator;
  const options = union.options as readonly z.ZodObject[];
  const names = options.map((option) => String((option.shape[key] as z.ZodLiteral).value));
  const pair = pairsOf(map.items, key)[0];
  if (pair === undefined) {
    const problem: Problem = { code: "Q011", message: "The key is missing", remedy: `Write ${key}: ${either(names)}` };
    return report(reader, { ...place, path: join(place.path, key) }, problem);
  }
  const kind = resolved(pair.value, reader.document);
  const value = isScalar(kind) ? kind.value : undefined;
  const option = typeof value === "string" ? options[names.indexOf(value)] : undefined;
  if (option !== undefined) return readObject(reader, option, place);
  const at = { node: kind, offset: startOf(pair.value) ?? place.offset, path: join(place.path, key) };
  if (typeof value === "string") return report(reader, at, notAllowed(value, names));
  return wrongType(reader, at, "text", `Write ${either(names)}`);
}

function readLeaf(reader: Reader, schema: z.ZodType, place: Place): unknown {
  const value = plain(place.node);
  const source = isScalar(place.node) ? String(place.node.source ?? place.node.value) : "";
  const problem = leafProblem(schema, { value, source });
  return problem === undefined ? value : report(reader, place, problem);
}

function mapAt(reader: Reader, place: Place): Pick<YAMLMap<unknown, unknown>, "items"> | undefined {
  if (place.node === undefined) return { items: [] };
  if (isMap(place.node)) return place.node;
  return wrongType(reader, place, "a mapping", "Write a mapping of keys to values, or remove the key");
}

function wrongType(reader: Reader, place: Place, expected: string, remedy: string): undefined {
  return report(reader, place, notOfType(plain(place.node), expected, remedy));
}

/** A node's value for a message: lists and mappings are only told apart, never built. */
function plain(node: unknown): unknown {
  if (isScalar(node)) return node.value;
  if (isSeq(node)) return [];
  return isMap(node) ? {} : null;
}

function join(path: string, key: string): string {
  return path === "" ? key : `${path}.${key}`;
}
