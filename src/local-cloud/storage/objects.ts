import { createHash } from "node:crypto";
import { conditionNotMet, notFound } from "../cloud-error.ts";
import type { Store } from "../store.ts";
import type { StoredObject } from "./stored-object.ts";

/** What a call asks of an object before it acts; numbers as text. Generation `0` means that there is no object. */
export interface Preconditions {
  readonly ifGenerationMatch?: string | undefined;
  readonly ifGenerationNotMatch?: string | undefined;
  readonly ifMetagenerationMatch?: string | undefined;
}

const keyOf = (bucket: string, name: string): string => `${bucket}/${name}`;

/** The object, or 404. */
export function readObject(store: Store, bucket: string, name: string, conditions: Preconditions = {}): StoredObject {
  const object = store.objects.get(keyOf(bucket, name));
  requireConditions(object, conditions);
  if (object === undefined) throw notFound(`${bucket}/${name}`);
  return object;
}

/** Writes an object, with a new generation. Buckets need not be created. */
export function writeObject(
  store: Store,
  now: number,
  object: Pick<StoredObject, "bucket" | "name" | "contentType" | "metadata"> & { readonly bytes: Buffer },
  conditions: Preconditions,
): StoredObject {
  const { bytes, ...rest } = object;
  const key = keyOf(object.bucket, object.name);
  requireConditions(store.objects.get(key), conditions);
  const generation = String(now * 1000 + (store.next("generation") % 1000));
  const before = store.objects.get(key)?.generation;
  const written = {
    ...rest,
    content: bytes.toString("base64"),
    generation: before !== undefined && BigInt(before) >= BigInt(generation) ? String(BigInt(before) + 1n) : generation,
    metageneration: "1",
    createdAt: now,
  };
  store.objects.set(key, written);
  return written;
}

/** Deletes an object, or answers 404 or 412. */
export function deleteObject(store: Store, bucket: string, name: string, conditions: Preconditions): void {
  readObject(store, bucket, name, conditions);
  store.objects.delete(keyOf(bucket, name));
}

/** Objects whose names start with `prefix`, by name; with a delimiter, what lies deeper is summed up as prefixes. */
export function listObjects(
  store: Store,
  bucket: string,
  prefix: string,
  delimiter: string,
): { readonly objects: readonly StoredObject[]; readonly prefixes: readonly string[] } {
  const objects = store.objects
    .values()
    .filter((object) => object.bucket === bucket && object.name.startsWith(prefix))
    .sort((a, b) => (a.name < b.name ? -1 : 1));
  if (delimiter === "") return { objects, prefixes: [] };
  const cut = (name: string) => name.indexOf(delimiter, prefix.length);
  const deeper = objects.filter((object) => cut(object.name) >= 0);
  return {
    objects: objects.filter((object) => cut(object.name) < 0),
    prefixes: [...new Set(deeper.map((object) => object.name.slice(0, cut(object.name) + delimiter.length)))],
  };
}

/** What the JSON API answers for an object. */
export function objectView(object: StoredObject): Readonly<Record<string, unknown>> {
  const { bucket, name, generation, metageneration, contentType, metadata } = object;
  const bytes = Buffer.from(object.content, "base64");
  const time = new Date(object.createdAt).toISOString();
  return {
    kind: "storage#object",
    id: `${bucket}/${name}/${generation}`,
    name,
    bucket,
    generation,
    metageneration,
    contentType,
    size: String(bytes.length),
    md5Hash: createHash("md5").update(bytes).digest("base64"),
    etag: Buffer.from(generation).toString("base64"),
    storageClass: "STANDARD",
    timeCreated: time,
    updated: time,
    ...(metadata ? { metadata } : {}),
  };
}

function requireConditions(object: StoredObject | undefined, conditions: Preconditions): void {
  const { ifGenerationMatch, ifGenerationNotMatch, ifMetagenerationMatch } = conditions;
  const generation = object?.generation ?? "0";
  const met =
    (ifGenerationMatch === undefined || ifGenerationMatch === generation) &&
    (ifGenerationNotMatch === undefined || ifGenerationNotMatch !== generation) &&
    (ifMetagenerationMatch === undefined || ifMetagenerationMatch === (object?.metageneration ?? "0"));
  if (!met) throw conditionNotMet("At least one of the pre-conditions you specified did not hold.");
}
