import * as z from "zod";
import { labels, type Resource, resourceName } from "../resource.ts";

export const addressBody = z.looseObject({
  name: resourceName,
  address: z.string().optional(),
  addressType: z.enum(["EXTERNAL", "INTERNAL"]).default("EXTERNAL"),
  networkTier: z.enum(["PREMIUM", "STANDARD"]).default("PREMIUM"),
  subnetwork: z.string().optional(),
  labels: labels.optional(),
});

/** A reserved IP. `subnetwork` is a key, and there for internal addresses only. */
export type Address = z.output<typeof addressBody> & Resource & { readonly address: string };
