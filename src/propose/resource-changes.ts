import { createHash } from "node:crypto";
import { isDeepStrictEqual } from "node:util";
import { unliteral } from "../constructs/cdktf/literal.ts";
import type { TerraformJson } from "../constructs/synth.ts";
import type { ResourceChange } from "../plan/resource-change.ts";
import { metadataKey } from "../topology/names.ts";

type Values = Readonly<Record<string, unknown>>;

/** Arguments that tell Terraform how to go about a resource, and are no attributes of it. */
const metaArguments = new Set(["//", "connection", "depends_on", "lifecycle", "provider", "provisioner"]);

/** What a configuration gives each resource, by its address. */
export type Configured = ReadonlyMap<string, Values>;

/** What going from one synthesized configuration to the next does to each resource, ordered by address. */
export function resourceChanges(before: TerraformJson, after: TerraformJson): ResourceChange[] {
  return changesBetween(configuredIn(before), configuredIn(after));
}

/** `resourceChanges`, where the same configuration is on one side and then on the other. */
export function changesBetween(old: Configured, fresh: Configured): ResourceChange[] {
  const addresses = [...new Set([...old.keys(), ...fresh.keys()])].sort();
  return addresses.flatMap((address) => changeOf(address, old.get(address), fresh.get(address)));
}

/** The attributes of the resources of a configuration. */
export function configuredIn(json: TerraformJson): Configured {
  const resources = new Map<string, Values>();
  for (const [type, named] of Object.entries(json.resource ?? {})) {
    for (const [name, block] of Object.entries(named)) {
      resources.set(`${type}.${name}`, scriptless(attributesOf(block), json.locals));
    }
  }
  return resources;
}

function attributesOf(block: Values): Values {
  const attributes: Record<string, unknown> = {};
  for (const key of Object.keys(block)) if (!metaArguments.has(key)) attributes[key] = block[key];
  return attributes;
}

/** With the startup script named by its hash: nobody reviews its text, which is the same for all replicas. */
function scriptless(attributes: Values, locals: Values = {}): Values {
  const { metadata } = attributes;
  const reference = isRecord(metadata) ? metadata[metadataKey.startupScript] : undefined;
  if (typeof reference !== "string" || !isRecord(metadata)) return attributes;
  const script = locals[/^\$\{local\.([\w-]+)\}$/.exec(reference)?.[1] ?? ""];
  if (typeof script !== "string") return attributes;
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
  const kept: Record<string, unknown> = {};
  for (const key of Object.keys(value)) if (!isReference(value[key])) kept[key] = known(value[key]);
  return kept;
}

/** `true` at each path of `after` that refers to another resource and is not as it was in `before`. */
function unknowns(before: unknown, after: unknown): unknown {
  if (typeof after !== "object") return isReference(after) && before !== after ? true : undefined;
  if (isDeepStrictEqual(before, after)) return undefined;
  if (Array.isArray(after)) {
    const old = Array.isArray(before) ? before : [];
    const marks = after.map((item, index) => unknowns(old[index], item) ?? false);
    return marks.some((mark) => mark !== false) ? marks : undefined;
  }
  if (!isRecord(after)) return undefined;
  const old = isRecord(before) ? before : {};
  const marks: Record<string, unknown> = {};
  for (const key of Object.keys(after)) {
    const mark = unknowns(old[key], after[key]);
    if (mark !== undefined) marks[key] = mark;
  }
  return Object.keys(marks).length > 0 ? marks : undefined;
}

/** Whether a string holds an expression; a literal `${` is written `$${`. */
function isReference(value: unknown): boolean {
  return typeof value === "string" && /(^|[^$])\$\{/.test(value);
}

function isRecord(value: unknown): value is Values {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}
