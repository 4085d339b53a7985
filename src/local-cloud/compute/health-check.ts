import * as z from "zod";
import { inUse } from "../cloud-error.ts";
import type { Probe } from "../network-view.ts";
import type { Collection } from "./collection.ts";
import { identify, parseBody, type Resource, requested, resourceName } from "./resource.ts";

const healthCheckBody = z.looseObject({
  name: resourceName,
  type: z.enum(["TCP", "SSL", "HTTP", "HTTPS", "HTTP2", "GRPC"], "Must be a health check type."),
  checkIntervalSec: z.number().int().min(1).max(300).default(5),
  timeoutSec: z.number().int().min(1).max(300).default(5),
  healthyThreshold: z.number().int().min(1).max(10).default(2),
  unhealthyThreshold: z.number().int().min(1).max(10).default(2),
});
const target = z.looseObject({ port: z.number().int().optional(), requestPath: z.string().default("/") });

/** A regional health check. */
export type HealthCheck = z.output<typeof healthCheckBody> & Resource;

export const healthChecks: Collection<HealthCheck> = {
  name: "healthChecks",
  kind: "compute#healthCheck",
  level: "regions",
  table: (store) => store.healthChecks,
  create: (write, body) => {
    const request = parseBody(healthCheckBody, body);
    return { ...request, ...identify(write, "healthChecks", request.name) };
  },
  update: (write, check, body) => {
    const { key, id, name, creationTimestamp } = check;
    const merged = requested(write, check, body);
    return { ...parseBody(healthCheckBody, merged), key, id, name, creationTimestamp };
  },
  beforeDelete: ({ store }, check) => {
    const user = store.backendServices.values().find((service) => service.healthChecks.includes(check.key));
    if (user !== undefined) throw inUse(check.key, user.key);
  },
};

/** What a health check asks its targets. */
export function healthCheckTarget(check: HealthCheck): Probe {
  const http = check.type === "HTTP" || check.type === "HTTPS" || check.type === "HTTP2";
  const secure = check.type === "HTTPS" || check.type === "HTTP2" || check.type === "SSL";
  const field = check.type === "HTTP2" ? "http2HealthCheck" : `${check.type.toLowerCase()}HealthCheck`;
  const { port = secure ? 443 : 80, requestPath } = target.parse(check[field] ?? {});
  return {
    secure,
    http,
    port,
    path: requestPath,
    interval: check.checkIntervalSec,
    timeout: check.timeoutSec,
    healthyThreshold: check.healthyThreshold,
    unhealthyThreshold: check.unhealthyThreshold,
  };
}
