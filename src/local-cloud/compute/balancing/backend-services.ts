import { conditionNotMet, inUse, invalid, notFound } from "../../cloud-error.ts";
import type { Collection } from "../collection.ts";
import { loadBalancedGroups } from "../in-use.ts";
import { fingerprint, link, parseBody, referenceKey } from "../resource.ts";
import { identify, requested, type Write } from "../write.ts";
import { type BackendService, backendServiceBody } from "./backend-service.ts";
import { inMultipleGroups } from "./instance-groups.ts";

export const backendServices: Collection<BackendService> = {
  name: "backendServices",
  kind: "compute#backendService",
  level: "regions",
  table: (store) => store.backendServices,
  create: (write, body) => {
    const { fingerprint: _none, ...request } = parseBody(backendServiceBody, body);
    return checked(write, { ...request, ...identify(write, "backendServices", request.name) });
  },
  view: (_store, service) => ({
    fingerprint: fingerprint(service),
    backends: service.backends.map((entry) => ({ ...entry, group: link(entry.group) })),
    healthChecks: service.healthChecks.map(link),
  }),
  update: (write, service, body) => {
    const { key, id, name, creationTimestamp } = service;
    const merged = requested(write, service, body);
    const { fingerprint: sent, ...request } = parseBody(backendServiceBody, merged);
    if (sent !== undefined && sent !== "" && sent !== fingerprint(service))
      throw conditionNotMet("Supplied fingerprint does not match current backend service fingerprint.");
    return checked(write, { ...request, key, id, name, creationTimestamp });
  },
  beforeDelete: ({ store }, service) => {
    const user = store.forwardingRules.values().find((rule) => rule.backendService === service.key);
    if (user !== undefined) throw inUse(service.key, user.key);
  },
};

/** Resolves what the service refers to, and refuses instances that another service's groups balance already. */
function checked({ store, place }: Write, service: BackendService): BackendService {
  const healthChecks = service.healthChecks.map((reference) => {
    const key = referenceKey("resource.healthChecks[0]", reference, place.project);
    if (store.healthChecks.get(key) === undefined) throw notFound(key);
    return key;
  });
  if (service.backends.length > 0 && healthChecks.length === 0)
    throw invalid("resource.healthChecks", "", "A health check is needed where there are backends.");
  const backends = service.backends.map((entry, index) => {
    const group = referenceKey(`resource.backends[${index}].group`, entry.group, place.project);
    if (store.instanceGroups.get(group) === undefined) throw notFound(group);
    return { ...entry, group };
  });
  const groups = backends.map((entry) => entry.group);
  if (new Set(groups).size < groups.length)
    throw invalid("resource.backends", groups.join(), "Duplicate instance groups in backend service.");
  for (const group of groups)
    for (const instance of store.instanceGroups.get(group)?.instances ?? []) {
      const alsoHere = groups.some(
        (other) => other !== group && store.instanceGroups.get(other)?.instances.includes(instance),
      );
      const elsewhere = loadBalancedGroups(store, instance).some((key) => !groups.includes(key) && !ownGroup(key));
      if (alsoHere || elsewhere) throw inMultipleGroups(instance);
    }
  return { ...service, healthChecks, backends };

  /** A group that this service had until now and nobody else has is about to be free. */
  function ownGroup(key: string): boolean {
    return store.backendServices
      .values()
      .every((other) => other.key === service.key || other.backends.every((entry) => entry.group !== key));
  }
}
