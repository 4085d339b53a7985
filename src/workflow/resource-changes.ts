import { createHash } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import type { ResourceChange } from "../change/resource-change.ts";
import { unliteral } from "../constructs/literal.ts";
import type { TerraformJson } from "../constructs/synth.ts";
import { metadataKey } from "../topology/names.ts";

type Values = Readonly<Record<string, unknown>>;

/** Arguments that tell Terraform how to go about a resource, and are no attributes of it. */
const metaArguments = new Set(["//", "connection", "depends_on", "lifecycle", "provider", "provisioner"]);

/** What going from one synthesized configuration to the next does to each resource, ordered by address. */
export function resourceChanges(before: TerraformJson, after: TerraformJson): ResourceChange[] {
  const old = resourcesOf(before);
  const fresh = resourcesOf(after);
  const addresses = [...new Set([...old.keys(), ...fresh.keys()])].sort();
  return addresses.flatMap((address) => changeOf(address, old.get(address), fresh.get(address)));
}

function resourcesOf(json: TerraformJson): Map<string, Values> {
  const resources = new Map<string, Values>();
  for (const [type, named] of Object.entries(json.resource ?? {})) {
    for (const [name, block] of Object.entries(named)) {
      const attributes = Object.entries(block).filter(([key]) => !metaArguments.has(key));
      resources.set(`${type}.${name}`, scriptless(Object.fromEntries(attributes)));
    }
  }
  return resources;
}

/** With the startup script named by its hash: nobody reviews its text, which is the same for all replicas. */
function scriptless(attributes: Values): Values {
  const { metadata } = attributes;
  const script = isRecord(metadata) ? metadata[metadataKey.startupScript] : undefined;
  if (typeof script !== "string" || !isRecord(metadata)) return attributes;
  return { ...attributes, metadata: { ...metadata, [metadataKey.startupScript]: scriptName(script) } };
}

let lastNamed: readonly [script: string, name: string] | undefined;

/** A pure function; what it has made last is kept, because it is nearly always asked about the same script. */
function scriptName(script: string): string {
  if (lastNamed?.[0] === script) return lastNamed[1];
  const text = unliteral(script);
  const hash = createHash("sha256").update(text).digest("hex").slice(0, 12);
  const name = `sha256:${hash} (${Buffer.byteLength(text)} bytes)`;
  lastNamed = [script, name];
  return name;
}

function changeOf(address: string, before: Values | undefined, after: Values | undefined): ResourceChange[] {
  if (isDeepStrictEqual(before, after)) return [];
  const actions =
    before === undefined ? ["create" as const] : after === undefined ? ["delete" as const] : ["update" as const];
  const kept = { before: known(before), after: known(after) };
  return [
    {
      address,
      actions,
      before: before === undefined ? null : (kept.before as Values),
      after: after === undefined ? null : (kept.after as Values),
      afterUnknown: after === undefined ? {} : ((unknowns(before, after) ?? {}) as Values),
    },
  ];
}

/** A value without what refers to other resources, which nobody knows before apply; null for it in a list. */
function known(value: unknown): unknown {
  if (Array.isArray(value)) return value.map((item) => (isReference(item) ? null : known(item)));
  if (!isRecord(value)) return value;
  const entries = Object.entries(value).filter(([, item]) => !isReference(item));
  return Object.fromEntries(entries.map(([key, item]) => [key, known(item)]));
}

/** `true` at each path of `after` that refers to another resource and is not as it was in `before`. */
function unknowns(before: unknown, after: unknown): unknown {
  if (isDeepStrictEqual(before, after)) return undefined;
  if (isReference(after)) return true;
  if (Array.isArray(after)) {
    const old = Array.isArray(before) ? before : [];
    const marks = after.map((item, index) => unknowns(old[index], item) ?? false);
    return marks.some((mark) => mark !== false) ? marks : undefined;
  }
  if (!isRecord(after)) return undefined;
  const old = isRecord(before) ? before : {};
  const marks = Object.entries(after).flatMap(([key, item]) => {
    const mark = unknowns(old[key], item);
    return mark === undefined ? [] : [[key, mark] as const];
  });
  return marks.length > 0 ? Object.fromEntries(marks) : undefined;
}

/** Whether a string holds an expression; a literal `${` is written `$${`. */
function isReference(value: unknown): boolean {
  return typeof value === "string" && /(^|[^$])\$\{/.test(value);
}

function isRecord(value: unknown): value is Values {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
