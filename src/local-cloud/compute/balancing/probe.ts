import * as z from "zod";
import type { HealthCheck } from "./health-check.ts";

/** What a load balancer asks its backends; times are in seconds. */
export interface Probe {
  readonly secure: boolean;
  readonly http: boolean;
  readonly port: number;
  readonly path: string;
  readonly interval: number;
  readonly timeout: number;
  readonly healthyThreshold: number;
  readonly unhealthyThreshold: number;
}

const target = z.looseObject({ port: z.number().int().optional(), requestPath: z.string().default("/") });

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
