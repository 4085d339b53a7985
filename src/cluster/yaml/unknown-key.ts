import type { Pair } from "yaml";
import * as z from "zod";
import { nearest } from "../nearest.ts";
import type { Problem } from "../problem.ts";
import { quote } from "../quote.ts";
import { keyOf } from "./source.ts";

/**
 * The keys that somebody most likely meant by misspelt ones: at most one pair for each key that the mapping lacks. The
 * values of such pairs are read under the key that was meant, so that a typing mistake is one finding, not two.
 */
export function meantKeys(pairs: readonly Pair[], keys: readonly string[]): Map<Pair, string> {
  const written = new Set(pairs.map(keyOf));
  let missing = keys.filter((key) => !written.has(key));
  const meant = new Map<Pair, string>();
  for (const pair of pairs) {
    const key = keyOf(pair);
    if (key === undefined || keys.includes(key)) continue;
    const candidate = nearest(key, missing);
    if (candidate === undefined) continue;
    meant.set(pair, candidate);
    missing = missing.filter((other) => other !== candidate);
  }
  return meant;
}

/** The problem of a key that its mapping does not know, with the likeliest way out. */
export function unknownKey(key: string, keys: readonly string[], meant: string | undefined, root: z.ZodType): Problem {
  const near = meant ?? nearest(key, keys);
  const homes = near === undefined ? homesOf(key, root) : [];
  return {
    code: "Q010",
    message: `There is no key ${quote(key)}`,
    remedy: near !== undefined ? `Did you mean ${near}?` : elsewhere(homes, keys),
  };
}

function elsewhere(homes: readonly string[], keys: readonly string[]): string {
  return homes.length === 1
    ? `Move it to ${homes[0] || "the top level"}, or remove it`
    : `Remove it; the keys here are ${keys.join(", ")}`;
}

/** Where in the schema a key of this name belongs. */
function homesOf(key: string, schema: z.ZodType, path: readonly string[] = []): string[] {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault || schema instanceof z.ZodPrefault) {
    return homesOf(key, schema.unwrap() as z.ZodType, path);
  }
  if (!(schema instanceof z.ZodObject)) return [];
  return Object.entries(schema.shape).flatMap(([name, field]) => [
    ...(name === key ? [path.join(".")] : []),
    ...homesOf(key, field as z.ZodType, [...path, name]),
  ]);
}
