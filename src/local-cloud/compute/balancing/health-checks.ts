import { inUse } from "../../cloud-error.ts";
import type { Collection } from "../collection.ts";
import { parseBody } from "../resource.ts";
import { identify, requested } from "../write.ts";
import { type HealthCheck, healthCheckBody } from "./health-check.ts";

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
