import { CloudError } from "./cloud-error.ts";
import { loadBalancedGroups } from "./compute/in-use.ts";
import type { Instance } from "./compute/instance.ts";
import { lastPart, placeOf } from "./compute/resource.ts";
import type { Driver, Machine } from "./driver.ts";
import { hasRole } from "./identity/policy.ts";
import { addSecretVersion, findSecretVersion } from "./secrets/secret.ts";
import type { Store } from "./store.ts";

/** All instances as drivers see them. */
export function machinesOf(store: Store): readonly Machine[] {
  return store.instances.values().map((instance) => machineOf(store, instance));
}

function machineOf(store: Store, instance: Instance): Machine {
  const { project, scope } = placeOf(instance.key);
  const data = instance.disks.find((disk) => !disk.boot);
  return {
    id: instance.id,
    project,
    zone: lastPart(scope),
    name: instance.name,
    running: instance.status === "RUNNING",
    metadata: Object.fromEntries(instance.metadata.map(({ key, value }) => [key, value])),
    serviceAccount: instance.serviceAccounts[0]?.email ?? null,
    dataDisk: (data && store.disks.get(data.source)?.id) ?? null,
    internalIp: instance.networkInterfaces[0]?.networkIP ?? "",
    loadBalanced: loadBalancedGroups(store, instance.key).length > 0,
  };
}

/** Tells a driver how instances have changed between two looks at them. */
export function notify(driver: Driver, before: readonly Machine[], after: readonly Machine[]): void {
  const previous = new Map(before.map((machine) => [machine.id, machine]));
  const current = new Set(after.map((machine) => machine.id));
  for (const machine of before) if (!current.has(machine.id)) driver.deleted(machine);
  for (const machine of after) {
    const old = previous.get(machine.id);
    if (old === undefined) driver.created(machine);
    else {
      if (old.running !== machine.running) machine.running ? driver.started(machine) : driver.stopped(machine);
      if (JSON.stringify(old.metadata) !== JSON.stringify(machine.metadata)) driver.metadataChanged(machine);
      if (old.loadBalanced !== machine.loadBalanced) driver.membershipChanged(machine);
    }
  }
}

const admins = ["roles/secretmanager.admin", "roles/owner"];
const readers = [...admins, "roles/secretmanager.secretAccessor"];
const writers = [...admins, "roles/secretmanager.secretVersionAdder", "roles/secretmanager.secretVersionManager"];

/** The latest version of a secret, for an instance whose service account may read it. */
export function readSecretAs(store: Store, machine: Machine, id: string): string {
  const secret = requireRole(store, machine, id, readers, "secretmanager.versions.access");
  return Buffer.from(findSecretVersion(store, secret, "latest").data, "base64").toString();
}

/** Adds a version to a secret, for an instance whose service account may do so. */
export function addSecretVersionAs(store: Store, now: number, machine: Machine, id: string, value: string): void {
  const secret = requireRole(store, machine, id, writers, "secretmanager.versions.add");
  addSecretVersion(store, now, secret, { payload: { data: Buffer.from(value).toString("base64") } });
}

function requireRole(store: Store, machine: Machine, id: string, roles: readonly string[], permission: string): string {
  const project = `projects/${machine.project}`;
  const secret = `${project}/secrets/${id}`;
  if (machine.serviceAccount === null || !hasRole(store, machine.serviceAccount, roles, [secret, project]))
    throw new CloudError(
      403,
      "forbidden",
      `Permission '${permission}' denied on resource '${secret}' (or it may not exist).`,
    );
  return secret;
}
