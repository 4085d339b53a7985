import * as z from "zod";
import type { Problem } from "../problem.ts";
import { cidrPattern, cidrProblem } from "./cidr.ts";
import { machineTypeName, machineTypeProblem, type NameFormat, nameProblem } from "./names.ts";

/** Text that a function judges; what editors may know of its form goes into `meta`. */
export function text(problem: (value: string) => Problem | undefined, meta: z.core.GlobalMeta) {
  return z.string().superRefine(custom(problem)).meta(meta);
}

/** Text in one of the formats of names.ts. */
export function named(format: NameFormat, meta: z.core.GlobalMeta) {
  const { pattern, maxLength } = format;
  return text((value) => nameProblem(format, value), { pattern: pattern.source, maxLength, ...meta });
}

/** A whole number that a function judges. */
export function whole(problem: (value: number) => Problem | undefined, meta: z.core.GlobalMeta) {
  return z.int().superRefine(custom(problem)).meta(meta);
}

/** An IPv4 range. */
export function cidr(meta: z.core.GlobalMeta) {
  return text(cidrProblem, { pattern: cidrPattern, ...meta });
}

/** A machine type, by its short name. */
export function machineType(description: string) {
  return text(machineTypeProblem, {
    title: "Machine type",
    description,
    pattern: machineTypeName.pattern.source,
    examples: ["e2-standard-4"],
  });
}

function custom<T>(problem: (value: T) => Problem | undefined) {
  return (value: T, context: z.core.$RefinementCtx<T>) => {
    const found = problem(value);
    if (found !== undefined) context.addIssue({ code: "custom", message: found.message, params: { ...found } });
  };
}
