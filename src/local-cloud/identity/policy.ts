import * as z from "zod";

export const binding = z.looseObject({ role: z.string(), members: z.array(z.string()).default([]) });

/** Who has which role on a resource. */
export interface Policy {
  readonly bindings: readonly z.output<typeof binding>[];
}
