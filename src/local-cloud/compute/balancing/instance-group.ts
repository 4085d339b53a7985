import * as z from "zod";
import { type Resource, resourceName } from "../resource.ts";

export const namedPorts = z.array(z.looseObject({ name: z.string(), port: z.number() })).default([]);
export const groupBody = z.looseObject({ name: resourceName, network: z.string().optional(), namedPorts });

/** An unmanaged instance group of a zone. `instances` holds keys; the first member brings the network. */
export type InstanceGroup = z.output<typeof groupBody> & Resource & { readonly instances: readonly string[] };
