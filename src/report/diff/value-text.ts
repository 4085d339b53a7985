import { createHash } from "node:crypto";
import { clip, printable } from "../../cluster/printable.ts";

/** Longer values are cut, and say how long they are. */
const MAX_TEXT = 160;
const IDENTIFIER = /^[A-Za-z_][\w-]*$/;
/** A Terraform expression that is the whole value, such as `${google_compute_address.endpoint.address}`. */
const EXPRESSION = /^\$\{([^{}"]+)\}$/;

/** Whether a value is an object of names and values. */
export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The object or list that a JSON text stands for; undefined for every other text. */
export function decodeJson(value: unknown): unknown {
  if (typeof value !== "string" || !/^\s*[{[]/.test(value)) return undefined;
  try {
    return JSON.parse(value);
  } catch {
    return undefined;
  }
}

/**
 * A value on one line, in the form Terraform shows it. Texts of many lines or of great length are summed up. Keys are
 * quoted, as in maps, or bare where they are identifiers, as inside `jsonencode`.
 */
export function valueText(value: unknown, keys: "quoted" | "bare" = "quoted"): string {
  if (typeof value === "string") return stringText(value);
  if (Array.isArray(value)) return `[${value.map((item) => valueText(item, keys)).join(", ")}]`;
  if (isRecord(value)) {
    const label = keys === "bare" ? keyText : quote;
    const entries = Object.keys(value)
      .sort()
      .map((key) => `${label(key)} = ${valueText(value[key], keys)}`);
    return entries.length === 0 ? "{}" : `{ ${entries.join(", ")} }`;
  }
  return value === undefined ? "null" : String(value);
}

/** A key of an object: bare where it is an identifier, quoted otherwise. */
export function keyText(key: string): string {
  return IDENTIFIER.test(key) ? key : quote(key);
}

/** A text in quotes, with everything that is not printable escaped. */
export function quote(text: string): string {
  return printable(JSON.stringify(text));
}

function stringText(value: string): string {
  const expression = EXPRESSION.exec(value)?.[1];
  if (expression !== undefined) return clip(printable(expression), MAX_TEXT);
  const lines = value.trimEnd().split("\n").length;
  if (lines === 1 && value.length <= MAX_TEXT) return quote(value);
  const digest = createHash("sha256").update(value).digest("hex").slice(0, 12);
  const size = lines === 1 ? `${value.length} characters` : `${lines} lines`;
  return `${quote(clip(value.split("\n")[0] ?? "", MAX_TEXT / 2))} (${size}, sha256:${digest})`;
}
