import * as z from "zod";
import { type Resource, resourceName } from "../resource.ts";

const backend = z.looseObject({ group: z.string(), balancingMode: z.string().default("CONNECTION") });
export const backendServiceBody = z.looseObject({
  name: resourceName,
  fingerprint: z.string().optional(),
  loadBalancingScheme: z.string().default("EXTERNAL"),
  protocol: z.string().default("TCP"),
  sessionAffinity: z.string().default("NONE"),
  timeoutSec: z.number().int().default(30),
  backends: z.array(backend).default([]),
  healthChecks: z.array(z.string()).max(1).default([]),
});

/** A regional backend service. `backends[].group` and `healthChecks` hold keys. */
export type BackendService = z.output<typeof backendServiceBody> & Resource;
