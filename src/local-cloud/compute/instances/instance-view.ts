import type { Store } from "../../store.ts";
import type { Json } from "../collection.ts";
import { labelFingerprint } from "../labels.ts";
import { fingerprint, keyOf, link, placeOf } from "../resource.ts";
import type { AttachedDisk, Instance, NetworkInterface } from "./instance.ts";

const schedulingDefaults = {
  onHostMaintenance: "MIGRATE",
  automaticRestart: true,
  preemptible: false,
  provisioningModel: "STANDARD",
};
const shieldedDefaults = { enableSecureBoot: false, enableVtpm: true, enableIntegrityMonitoring: true };

/** What GET answers for an instance. */
export function instanceView(store: Store, instance: Instance): Json {
  const { other, metadata, tags, disks, networkInterfaces, machineType, scheduling, shieldedInstanceConfig } = instance;
  return {
    ...other,
    other: undefined,
    machineType: link(keyOf(placeOf(instance.key), "machineTypes", machineType)),
    disks: disks.map((disk, index) => diskView(store, disk, index)),
    networkInterfaces: networkInterfaces.map(interfaceView),
    metadata: { kind: "compute#metadata", fingerprint: fingerprint(metadata), items: metadata },
    tags: { fingerprint: fingerprint(tags), items: tags },
    labelFingerprint: labelFingerprint(instance),
    scheduling: { ...schedulingDefaults, ...scheduling },
    shieldedInstanceConfig: { ...shieldedDefaults, ...shieldedInstanceConfig },
    shieldedInstanceIntegrityPolicy: { updateAutoLearnPolicy: true },
    cpuPlatform: "Intel Broadwell",
    startRestricted: false,
    fingerprint: fingerprint(instance),
  };
}

function diskView(store: Store, disk: AttachedDisk, index: number): Json {
  return {
    kind: "compute#attachedDisk",
    type: "PERSISTENT",
    interface: "SCSI",
    ...disk,
    index,
    source: link(disk.source),
    diskSizeGb: String(store.disks.get(disk.source)?.sizeGb ?? 0),
  };
}

function interfaceView(nic: NetworkInterface): Json {
  return {
    kind: "compute#networkInterface",
    stackType: "IPV4_ONLY",
    ...nic,
    network: link(nic.network),
    subnetwork: link(nic.subnetwork),
    fingerprint: fingerprint(nic),
    accessConfigs: nic.accessConfigs.map((access) => ({ kind: "compute#accessConfig", ...access })),
  };
}
