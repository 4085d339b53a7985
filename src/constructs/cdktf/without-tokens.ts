/** What cdktf makes of a value that it is asked about. */
export type Resolve = (token: unknown) => unknown;

/**
 * What cdktf's own `resolve` makes of a value: no tokens, and nothing that is undefined. cdktf looks for tokens in every
 * key and value; this asks it only about what may be one.
 */
export function withoutTokens(value: unknown, resolve: Resolve): unknown {
  if (typeof value === "string") return mayHoldToken(value) ? resolve(value) : value;
  if (typeof value === "number") return Math.abs(value) <= largestNumber ? value : resolve(value);
  if (typeof value === "function") return resolve(value);
  if (typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) {
    // One item stands for a whole list.
    if (value.length === 1 && mayBeScalarToken(value[0])) return resolve(value);
    return value.map((item) => withoutTokens(item, resolve)).filter((item) => item !== undefined);
  }
  const prototype: unknown = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype || "resolve" in value) return resolve(value);
  const resolved: Record<string, unknown> = {};
  for (const key of Object.keys(value)) {
    const item: unknown = (value as Record<string, unknown>)[key];
    if (item === undefined) continue;
    // One key stands for a whole map.
    if (mayHoldToken(key)) return resolve(value);
    const kept = withoutTokens(item, resolve);
    if (kept !== undefined) resolved[key] = kept;
  }
  return resolved;
}

/** Numbers that stand for tokens are beyond 10^288. */
const largestNumber = Number.MAX_SAFE_INTEGER;

function mayBeScalarToken(value: unknown): boolean {
  if (typeof value === "string") return mayHoldToken(value);
  return typeof value === "number" && !(Math.abs(value) <= largestNumber);
}

/** In UTF-16 code units. */
const longText = 1024;
let lastWithout = "";

/** Whether cdktf has to be asked about a text. The long one that all replicas share is looked at once. */
function mayHoldToken(text: string): boolean {
  if (text.length > longText && text === lastWithout) return false;
  // The second are numbers that stand for tokens, written as text.
  const may = text.includes("TfToken[") || (text.includes("e+") && /\de\+\d/.test(text));
  if (!may && text.length > longText) lastWithout = text;
  return may;
}
