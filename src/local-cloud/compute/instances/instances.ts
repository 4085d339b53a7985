import { CloudError, invalid, notFound } from "../../cloud-error.ts";
import { leaveGroups } from "../balancing/instance-groups.ts";
import type { Collection } from "../collection.ts";
import { setLabels } from "../labels.ts";
import { claimInternalIp, freeInternalIp } from "../network/ip-allocation.ts";
import { defaultSubnetwork, networkOfSubnetwork, requireNetwork, requireSubnetwork } from "../network/network.ts";
import { parseBody, referenceKey, regionOf } from "../resource.ts";
import { identify, type Write } from "../write.ts";
import { addAccessConfig, deleteAccessConfig, newAccessConfig } from "./access-config.ts";
import { attachDisk, attachNewInstanceDisk, detachDisk } from "./attached-disk.ts";
import { type Instance, type InstanceBody, instanceBody, type NetworkInterface } from "./instance.ts";
import {
  changeMachineType,
  changeScheduling,
  changeServiceAccount,
  changeShieldedConfig,
  changeTags,
  protectFromDeletion,
  replaceMetadata,
  requireMachineType,
  requireServiceAccounts,
  start,
  stop,
} from "./instance-actions.ts";
import { guestAttributes, serialOutput } from "./instance-console.ts";
import { instanceView } from "./instance-view.ts";

export const instances: Collection<Instance> = {
  name: "instances",
  kind: "compute#instance",
  level: "zones",
  table: (store) => store.instances,
  create: (write, requestBody) => {
    const body = parseBody(instanceBody, requestBody);
    const identity = identify(write, "instances", body.name);
    const { machineType, disks, networkInterfaces, metadata, tags, labels, serviceAccounts, ...others } = body;
    const { name: _name, zone: _zone, scheduling, shieldedInstanceConfig, deletionProtection, ...other } = others;
    const [boot] = disks;
    if (!boot?.boot) throw invalid("resource.disks[0].boot", boot?.boot, "The first disk must be a boot disk.");
    return {
      ...identity,
      status: "RUNNING",
      machineType: requireMachineType(write.place, machineType),
      disks: disks.map((disk, index) => attachNewInstanceDisk(write, identity, disk, index)),
      networkInterfaces: networkInterfaces.map((nic) => newInterface(write, identity.key, nic)),
      metadata: metadata.items,
      tags: [...new Set(tags.items)],
      ...(labels ? { labels } : {}),
      serviceAccounts: requireServiceAccounts(write.store, serviceAccounts),
      scheduling,
      shieldedInstanceConfig,
      deletionProtection,
      lastStartTimestamp: identity.creationTimestamp,
      other,
    };
  },
  view: instanceView,
  beforeDelete: (write, instance) => {
    if (instance.deletionProtection)
      throw new CloudError(
        400,
        "invalidResourceUsage",
        "Invalid resource usage: 'Resource cannot be deleted if it's protected against deletion.'.",
      );
    const { store } = write;
    leaveGroups(store, instance.key);
    for (const disk of instance.disks) if (disk.autoDelete) store.disks.delete(disk.source);
    store.guestAttributes.delete(instance.id);
    store.serialConsoles.delete(instance.id);
  },
  actions: {
    addAccessConfig,
    deleteAccessConfig,
    attachDisk,
    detachDisk,
    setLabels,
    setMetadata: replaceMetadata,
    setTags: changeTags,
    setDeletionProtection: protectFromDeletion,
    setMachineType: changeMachineType,
    setServiceAccount: changeServiceAccount,
    setScheduling: changeScheduling,
    updateShieldedInstanceConfig: changeShieldedConfig,
    start,
    stop,
  },
  questions: { getGuestAttributes: guestAttributes, serialPort: serialOutput },
};

function newInterface(write: Write, user: string, nic: InstanceBody["networkInterfaces"][number]): NetworkInterface {
  const { store, place } = write;
  const field = "resource.networkInterfaces[0]";
  const subnetwork = requireSubnetwork(
    nic.subnetwork
      ? referenceKey(`${field}.subnetwork`, nic.subnetwork, place.project)
      : defaultSubnetwork(place.project, regionOf(place)),
  );
  if (regionOf({ project: "", scope: subnetwork.split("/").slice(2, 4).join("/") }) !== regionOf(place))
    throw invalid(`${field}.subnetwork`, subnetwork, "The subnetwork must be in the instance's region.");
  const network = requireNetwork(
    nic.network ? referenceKey(`${field}.network`, nic.network, place.project) : networkOfSubnetwork(subnetwork),
  );
  if (network !== networkOfSubnetwork(subnetwork)) throw notFound(subnetwork);
  const networkIP = nic.networkIP
    ? claimInternalIp(store, subnetwork, nic.networkIP, user)
    : freeInternalIp(store, subnetwork);
  const accessConfigs = nic.accessConfigs.map((access) => newAccessConfig(write, user, access));
  return { name: "nic0", network, subnetwork, networkIP, accessConfigs };
}
