import { loadBalancedGroups } from "./compute/in-use.ts";
import type { Instance } from "./compute/instances/instance.ts";
import { lastPart, placeOf } from "./compute/resource.ts";
import type { Driver, Machine } from "./driver.ts";
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
    disks: instance.disks.flatMap(({ source, deviceName, boot }) => {
      const disk = store.disks.get(source);
      return disk === undefined ? [] : [{ id: disk.id, deviceName, sizeGb: disk.sizeGb, boot }];
    }),
    internalIp: instance.networkInterfaces[0]?.networkIP ?? "",
    externalIp: instance.networkInterfaces[0]?.accessConfigs[0]?.natIP ?? null,
    tags: instance.tags,
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
  driver.changed();
}
