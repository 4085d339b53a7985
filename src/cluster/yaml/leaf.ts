import type * as z from "zod";
import { refusals } from "../file/value-refusal.ts";
import { nearest } from "../nearest.ts";
import type { Problem } from "../problem.ts";
import { either, quote } from "../quote.ts";

/** What YAML made of one place in a file (a list or a mapping, too), and how a scalar was written there. */
export interface Written {
  readonly value: unknown;
  readonly source: string;
}

/** What is wrong with a single value by its schema, which is neither object, array nor union; undefined when nothing is. */
export function leafProblem(schema: z.ZodType, written: Written): Problem | undefined {
  const issue = firstIssue(schema, written.value);
  if (issue === undefined) return undefined;
  if (issue.code === "custom") return problemOf(issue);
  const { value } = written;
  if (issue.code !== "invalid_value" || !isScalar(value) || typeof value !== typeof issue.values[0]) {
    return wrongType(schema, written);
  }
  return refusals.get(schema)?.refuse(value) ?? notAllowed(value, issue.values.map(String));
}

/** A value that is not among the allowed ones, with the likeliest of them. */
export function notAllowed(value: unknown, allowed: readonly string[]): Problem {
  const meant = nearest(String(value), allowed);
  return {
    code: "Q013",
    message: `${quote(value)} is not ${either(allowed)}`,
    remedy: meant === undefined ? `Write ${either(allowed)}` : `Did you mean ${meant}?`,
  };
}

/** A value of the wrong type. `expected` is such as "a mapping"; `remedy` begins with a verb. */
export function notOfType(value: unknown, expected: string, remedy: string): Problem {
  return { code: "Q012", message: `${subject(value)}, where ${expected} is needed`, remedy };
}

function wrongType(schema: z.ZodType, { value, source }: Written): Problem {
  const expected = expectedType(schema);
  return notOfType(value, expected, remedyFor(schema, expected, value, source));
}

function remedyFor(schema: z.ZodType, expected: string, value: unknown, source: string): string {
  if (value === null) return `Write ${expected}, or remove the key if it has a default`;
  if (expected === "text" && isScalar(value)) {
    const issue = firstIssue(schema, source);
    if (issue === undefined) return `Put it in quotes: "${source}"`;
    if (issue.code === "custom") return problemOf(issue).remedy;
  }
  if (expected === "a whole number" && /^[0-9]{1,9}$/.test(String(value))) return `Write ${value} without quotes`;
  return `Write ${expected}`;
}

function firstIssue(schema: z.ZodType, value: unknown): z.core.$ZodIssue | undefined {
  return schema.safeParse(value).error?.issues[0];
}

/** The fields of file/fields.ts put a whole problem into their own issues. */
function problemOf(issue: z.core.$ZodIssueCustom): Problem {
  return issue.params as unknown as Problem;
}

function isScalar(value: unknown): value is string | number | boolean {
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean";
}

function subject(value: unknown): string {
  if (value === null) return "There is no value";
  if (!isScalar(value)) return `There is ${quote(value)}`;
  const names = { string: "text", number: "a number", boolean: "a boolean" } as const;
  return `${quote(value)} is ${names[typeof value as keyof typeof names]}`;
}

function expectedType(schema: z.ZodType): string {
  const { def } = schema;
  const literal = def.type === "literal" ? (def as z.core.$ZodLiteralDef<string | boolean>).values[0] : undefined;
  if (def.type === "boolean" || typeof literal === "boolean") return "true or false";
  return def.type === "number" ? "a whole number" : "text";
}
