/**
 * cdktf is made for one synth in a process. Used for many, it grows without end, spends half its time on stack traces
 * and most of the rest on looking for tokens where none are; this keeps it lean. What is known here of its insides is
 * checked by a test of equal outputs.
 */
import { DefaultTokenResolver, StringConcat, TerraformResource, type TerraformStack, Tokenization } from "./cdktf.ts";

/** The global that holds every token of the process; anything else under that name is left alone. */
interface TokenMemory {
  readonly stringTokenMap: Map<unknown, unknown>;
  readonly numberTokenMap: Map<unknown, unknown>;
}

/** Resources as in Terraform's JSON: by type, then by name. */
export type Resources = Readonly<Record<string, Readonly<Record<string, Readonly<Record<string, unknown>>>>>>;

/** Runs a synth without capturing stack traces, and lets cdktf forget the tokens that it has made. */
export function tame<T>(synth: () => T): T {
  const { captureStackTrace } = Error;
  const known = maps().map((map) => new Set(map.keys()));
  Error.captureStackTrace = () => {};
  try {
    return synth();
  } finally {
    Error.captureStackTrace = captureStackTrace;
    for (const [index, map] of maps().entries()) forget(map, known[index] ?? new Set());
  }
}

/**
 * The resources of a stack, as its `toTerraform` has them. That looks for tokens in every key and value, three times
 * over; this asks cdktf only about what may be one. The stack may not refer to other stacks.
 */
export function resourcesOf(stack: TerraformStack): Resources {
  const resources: Record<string, Record<string, Readonly<Record<string, unknown>>>> = {};
  // Many resources name the same others.
  const known = new Map<string, unknown>();
  const resolve = (value: unknown) => {
    if (typeof value !== "string") return Tokenization.resolve(value, { scope: stack, resolver });
    const resolved: unknown = known.get(value) ?? Tokenization.resolve(value, { scope: stack, resolver });
    known.set(value, resolved);
    return resolved;
  };
  for (const element of stack.node.findAll()) {
    if (!TerraformResource.isTerraformResource(element)) continue;
    const { resource } = withoutTokens(element.toTerraform(), resolve) as { resource: Resources };
    for (const [type, named] of Object.entries(resource)) {
      const others = resources[type] ?? {};
      resources[type] = Object.assign(others, named);
    }
  }
  return resources;
}

/** What cdktf's own `resolve` makes of a value: no tokens, and nothing that is undefined. */
function withoutTokens(value: unknown, resolve: (token: unknown) => unknown): unknown {
  if (mayBeToken(value)) return resolve(value);
  if (Array.isArray(value)) {
    return value.map((item) => withoutTokens(item, resolve)).filter((item) => item !== undefined);
  }
  if (typeof value !== "object" || value === null) return value;
  const resolved: Record<string, unknown> = {};
  for (const key of Object.keys(value)) {
    const item = withoutTokens((value as Record<string, unknown>)[key], resolve);
    if (item !== undefined) resolved[key] = item;
  }
  return resolved;
}

const resolver = new DefaultTokenResolver(new StringConcat());
/** Numbers that stand for tokens are beyond 10^288. */
const largestNumber = Number.MAX_SAFE_INTEGER;

/** Whether cdktf has to be asked about a value; what is inside of a plain list or object is not looked at. */
function mayBeToken(value: unknown): boolean {
  // The second are numbers that stand for tokens, written as text.
  if (typeof value === "string") return value.includes("TfToken[") || (value.includes("e+") && /\de\+\d/.test(value));
  if (typeof value === "number") return !(Math.abs(value) <= largestNumber);
  if (typeof value !== "object" || value === null) return typeof value === "function";
  // One item or key stands for a whole list or map.
  if (Array.isArray(value)) return value.length === 1 && mayBeToken(value[0]);
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype !== Object.prototype || "resolve" in value || Object.keys(value).some(mayBeToken);
}

/** Forgets what was not there before. Token counters go on, so that no token is ever mistaken for an old one. */
function forget(map: Map<unknown, unknown>, known: ReadonlySet<unknown>): void {
  for (const key of map.keys()) if (!known.has(key)) map.delete(key);
}

function maps(): Map<unknown, unknown>[] {
  const memory = (globalThis as { __cdktfTokenMap?: Partial<TokenMemory> }).__cdktfTokenMap;
  const found = [memory?.stringTokenMap, memory?.numberTokenMap];
  return found.filter((map): map is Map<unknown, unknown> => map instanceof Map);
}
