import * as z from "zod";
import { CloudError, inUse, invalid, notFound } from "../../cloud-error.ts";
import type { Store } from "../../store.ts";
import type { Collection } from "../collection.ts";
import { groupUsers, loadBalancedGroups } from "../in-use.ts";
import { fingerprint, link, parseBody, placeOf, referenceKey } from "../resource.ts";
import { identify, type Write } from "../write.ts";
import { groupBody, type InstanceGroup, namedPorts } from "./instance-group.ts";

const membersBody = z.looseObject({ instances: z.array(z.looseObject({ instance: z.string() })).min(1) });
const namedPortsBody = z.looseObject({ namedPorts, fingerprint: z.string().optional() });

export const instanceGroups: Collection<InstanceGroup> = {
  name: "instanceGroups",
  kind: "compute#instanceGroup",
  level: "zones",
  table: (store) => store.instanceGroups,
  create: (write, body) => {
    const request = parseBody(groupBody, body);
    const network = request.network && link(referenceKey("resource.network", request.network, write.place.project));
    return { ...request, ...identify(write, "instanceGroups", request.name), network, instances: [] };
  },
  view: (store, group) => {
    const member = group.instances[0] === undefined ? undefined : store.instances.get(group.instances[0]);
    const [nic] = member?.networkInterfaces ?? [];
    return {
      instances: undefined,
      size: group.instances.length,
      fingerprint: fingerprint(group.namedPorts),
      ...(nic ? { network: link(nic.network), subnetwork: link(nic.subnetwork) } : {}),
    };
  },
  beforeDelete: ({ store }, group) => {
    const [user] = groupUsers(store, group.key);
    if (user !== undefined) throw inUse(group.key, user);
  },
  actions: {
    addInstances: (write, group, body) => addInstances(write, group, requestedInstances(write, body)),
    removeInstances: (write, group, body) => {
      const leaving = requestedInstances(write, body);
      for (const key of leaving)
        if (!group.instances.includes(key))
          throw new CloudError(400, "memberNotFound", `Resource '${key}' is not a member of '${group.key}'`);
      return { ...group, instances: group.instances.filter((key) => !leaving.includes(key)) };
    },
    setNamedPorts: (_write, group, body) => ({ ...group, namedPorts: parseBody(namedPortsBody, body).namedPorts }),
  },
  questions: {
    listInstances: (store, group) => ({
      kind: "compute#instanceGroupsListInstances",
      items: group.instances.map((key) => ({ instance: link(key), status: store.instances.get(key)?.status })),
    }),
  },
};

/** Takes an instance out of every group. */
export function leaveGroups(store: Store, instance: string): void {
  for (const group of store.instanceGroups.values())
    if (group.instances.includes(instance))
      store.instanceGroups.set(group.key, { ...group, instances: group.instances.filter((key) => key !== instance) });
}

/** 400: an instance may be in one load-balanced group only. */
export function inMultipleGroups(instance: string): CloudError {
  const why = "instance may belong to at most one load-balanced instance group.";
  return new CloudError(
    400,
    "instanceInMultipleLoadBalancedIgs",
    `Validation failed for instance '${instance}': ${why}`,
  );
}

function requestedInstances(write: Write, body: unknown): readonly string[] {
  return parseBody(membersBody, body).instances.map((entry) =>
    referenceKey("instances", entry.instance, write.place.project),
  );
}

function addInstances({ store, place }: Write, group: InstanceGroup, joining: readonly string[]): InstanceGroup {
  const balanced = groupUsers(store, group.key).length > 0;
  for (const key of joining) {
    if (store.instances.get(key) === undefined) throw notFound(key);
    if (placeOf(key).scope !== place.scope) throw invalid("instances", key, "Instances must be in the group's zone.");
    if (group.instances.includes(key))
      throw new CloudError(400, "memberAlreadyExists", `Resource '${key}' is already a member of '${group.key}'`);
    if (balanced && loadBalancedGroups(store, key).length > 0) throw inMultipleGroups(key);
  }
  return { ...group, instances: [...group.instances, ...new Set(joining)] };
}
