import * as z from "zod";
import { type Resource, resourceName } from "../resource.ts";

export const healthCheckBody = z.looseObject({
  name: resourceName,
  type: z.enum(["TCP", "SSL", "HTTP", "HTTPS", "HTTP2", "GRPC"], "Must be a health check type."),
  checkIntervalSec: z.number().int().min(1).max(300).default(5),
  timeoutSec: z.number().int().min(1).max(300).default(5),
  healthyThreshold: z.number().int().min(1).max(10).default(2),
  unhealthyThreshold: z.number().int().min(1).max(10).default(2),
});
/** A regional health check. */
export type HealthCheck = z.output<typeof healthCheckBody> & Resource;
