import * as z from "zod";
import { type FaultKind, faultKinds } from "./kinds.ts";

const kinds = Object.keys(faultKinds) as [FaultKind, ...FaultKind[]];
/** The call may have been carried out, for all that the caller knows. */
const vague: readonly FaultKind[] = ["internal-error", "bad-gateway", "unavailable", "connection-reset", "no-answer"];
const refusals: readonly FaultKind[] = ["quota-exceeded", "permission-denied", "in-use"];
const longestSilence = 3600;

/** A fault as it is asked for: which calls it strikes, and how. */
export const faultShape = z
  .strictObject({
    kind: z.enum(kinds),
    /** HTTP method; any without it. */
    method: z
      .string()
      .regex(/^[A-Z]+$/, "is to be in capital letters")
      .optional(),
    /** A regular expression for paths with their queries. */
    path: z.string().refine(isPattern, "is no regular expression").default("/"),
    /** Which of the calls that match is the first to be struck. */
    nth: z.int().min(1).default(1),
    /** How many are struck from there on; 0: all, until the fault is cleared. */
    count: z.int().min(0).default(1),
    /** The call is carried out all the same, and only its answer is lost. */
    carriedOut: z.boolean().default(false),
    /** The call is accepted, and its operation fails. */
    late: z.boolean().default(false),
    /** Seconds; the header Retry-After. */
    retryAfter: z.int().min(0).optional(),
    /** How long `no-answer` keeps the connection open. */
    seconds: z.number().min(0).max(longestSilence).default(600),
  })
  .refine(({ kind, carriedOut }) => !carriedOut || vague.includes(kind), {
    path: ["carriedOut"],
    message: `is only for ${vague.join(", ")}`,
  })
  .refine(({ kind, late }) => !late || refusals.includes(kind), {
    path: ["late"],
    message: `is only for ${refusals.join(", ")}`,
  })
  .refine(({ kind, retryAfter }) => retryAfter === undefined || /^(too-many-requests|unavailable)$/.test(kind), {
    path: ["retryAfter"],
    message: "is only for too-many-requests, unavailable",
  });

export type FaultRequest = z.input<typeof faultShape>;

/** A fault that is in the local cloud. */
export interface Fault extends z.output<typeof faultShape> {
  readonly id: string;
  /** How many calls have matched. */
  readonly seen: number;
  /** How many of them it has struck. */
  readonly struck: number;
}

function isPattern(text: string): boolean {
  try {
    new RegExp(text);
    return true;
  } catch {
    return false;
  }
}
