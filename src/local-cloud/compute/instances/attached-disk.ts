import type * as z from "zod";
import { alreadyExists, CloudError, inUse, invalid, notFound } from "../../cloud-error.ts";
import { diskUsers } from "../in-use.ts";
import { parseBody, placeOf, type Resource, referenceKey } from "../resource.ts";
import type { Write } from "../write.ts";
import { disks } from "./disks.ts";
import { type AttachedDisk, attachedDisk, type Instance } from "./instance.ts";

type Request = z.output<typeof attachedDisk>;

/** A disk of an instance that is being created: one that exists, or a new one from `initializeParams`. */
export function attachNewInstanceDisk(write: Write, instance: Resource, disk: Request, index: number): AttachedDisk {
  const { initializeParams, ...attached } = disk;
  if (initializeParams === undefined) return attachExisting(write, attached, index);
  const { diskName, diskSizeGb, diskType, sourceImage, labels } = initializeParams;
  const name = diskName || (index === 0 ? instance.name : `${instance.name}-${index}`);
  const created = disks.create(write, { name, sizeGb: diskSizeGb, type: diskType, sourceImage, labels });
  if (write.store.disks.get(created.key) !== undefined) throw alreadyExists(created.key);
  write.store.disks.set(created.key, created);
  return { ...attached, source: created.key, deviceName: disk.deviceName || `persistent-disk-${index}` };
}

/** `POST …/attachDisk`. */
export function attachDisk(write: Write, instance: Instance, body: unknown): Instance {
  const { initializeParams: _none, ...request } = parseBody(attachedDisk, body);
  return { ...instance, disks: [...instance.disks, attachExisting(write, request, instance.disks.length)] };
}

/** `POST …/detachDisk?deviceName=…`. The boot disk of a running instance stays. */
export function detachDisk(write: Write, instance: Instance): Instance {
  const name = write.query["deviceName"] ?? "";
  const disk = instance.disks.find((candidate) => candidate.deviceName === name);
  if (disk === undefined) throw invalid("deviceName", name, `No attached disk found with device name '${name}'.`);
  if (disk.boot && instance.status === "RUNNING")
    throw new CloudError(
      400,
      "resourceInUseByAnotherResource",
      "The boot disk of a running instance cannot be detached.",
    );
  return { ...instance, disks: instance.disks.filter((candidate) => candidate !== disk) };
}

function attachExisting(write: Write, request: Request, index: number): AttachedDisk {
  const field = `resource.disks[${index}].source`;
  const source = referenceKey(field, request.source ?? "", write.place.project);
  if (write.store.disks.get(source) === undefined) throw notFound(source);
  if (placeOf(source).scope !== write.place.scope) throw invalid(field, source, "Disk must be in the instance's zone.");
  const [user] = diskUsers(write.store, source);
  if (user !== undefined) throw inUse(source, user);
  return { ...request, source, deviceName: request.deviceName || `persistent-disk-${index}` };
}
