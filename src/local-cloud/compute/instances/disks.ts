import * as z from "zod";
import { inUse, invalid, notFound } from "../../cloud-error.ts";
import type { Collection } from "../collection.ts";
import { diskUsers } from "../in-use.ts";
import { labelFingerprint, setLabels } from "../labels.ts";
import { keyOf, lastPart, link, type Place, parseBody } from "../resource.ts";
import { identify } from "../write.ts";
import { type Disk, diskBody } from "./disk.ts";
import { resolveImage } from "./image.ts";

const diskTypes = ["pd-standard", "pd-balanced", "pd-ssd", "pd-extreme", "hyperdisk-balanced", "hyperdisk-extreme"];

const resizeBody = z.looseObject({ sizeGb: z.coerce.number().int() });

/** A disk type's short name, if the place has such a type. */
export function requireDiskType(place: Place, reference: string): string {
  const name = lastPart(reference);
  if (!diskTypes.includes(name)) throw notFound(keyOf(place, "diskTypes", name));
  return name;
}

export const disks: Collection<Disk> = {
  name: "disks",
  kind: "compute#disk",
  level: "zones",
  table: (store) => store.disks,
  create: (write, body) => {
    const request = parseBody(diskBody, body);
    const { sourceImage, ...rest } = request;
    return {
      ...rest,
      ...identify(write, "disks", request.name),
      type: requireDiskType(write.place, request.type ?? "pd-standard"),
      ...(sourceImage ? { sourceImage: resolveImage(sourceImage) } : {}),
    };
  },
  view: (store, disk) => {
    const users = diskUsers(store, disk.key);
    return {
      sizeGb: String(disk.sizeGb),
      type: link(disk.key.replace(/disks\/[^/]+$/, `diskTypes/${disk.type}`)),
      status: "READY",
      physicalBlockSizeBytes: "4096",
      labelFingerprint: labelFingerprint(disk),
      enableConfidentialCompute: false,
      ...(users.length > 0 ? { users: users.map(link) } : {}),
    };
  },
  beforeDelete: ({ store }, disk) => {
    const [user] = diskUsers(store, disk.key);
    if (user !== undefined) throw inUse(disk.key, user);
  },
  actions: {
    setLabels,
    resize: (_write, disk, body) => {
      const { sizeGb } = parseBody(resizeBody, body);
      if (sizeGb <= disk.sizeGb)
        throw invalid("sizeGb", String(sizeGb), `New disk size must be larger than current size ${disk.sizeGb}.`);
      return { ...disk, sizeGb };
    },
  },
};
