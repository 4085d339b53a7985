import * as z from "zod";
import { labels, type Resource, resourceName } from "../resource.ts";

export const diskBody = z.looseObject({
  name: resourceName,
  sizeGb: z.coerce.number().int().min(1).max(65536).default(10),
  type: z.string().optional(),
  sourceImage: z.string().optional(),
  labels: labels.optional(),
});

/** A persistent disk. `type` is a disk type's short name, `sourceImage` a link. */
export type Disk = z.output<typeof diskBody> & Resource & { readonly type: string };
