import type * as z from "zod";
import type { Violation } from "../violation.ts";
import type { Draft } from "../yaml/draft.ts";

/** A section of the cluster file: everything that can be said of it without looking at another one. */
export interface Section<Schema extends z.ZodType> {
  readonly schema: Schema;
  readonly rules?: readonly SectionRule<z.output<Schema>>[];
  /**
   * What replicas are told of it in their metadata. Types only: what was once written to an instance stays readable,
   * even if the format is stricter by then.
   */
  readonly told?: z.ZodType;
}

/**
 * What is wrong with fields of one section that are each valid by themselves, at paths that begin in the section. Says
 * nothing about fields that the draft lacks.
 */
export type SectionRule<Value> = (section: Draft<Value>) => Violation[];
