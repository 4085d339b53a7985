import { closeSync, mkdirSync, openSync, readdirSync, rmSync, statSync, truncateSync } from "node:fs";
import { join } from "node:path";
import type { MachineDisk } from "../../driver.ts";
import { command } from "../command.ts";
import type { Place } from "../place.ts";

const bytesPerGb = 1024 ** 3;
const suffix = ".img";

/** A disk that is attached on this machine. */
export interface AttachedDisk {
  readonly deviceName: string;
  /** Such as `/dev/loop3`. */
  readonly device: string;
  /** An open file on the device. The device is free again once nobody has it open or mounted. */
  readonly descriptor: number;
}

/** Attaches a data disk: a file that takes no more room than what is written to it. */
export async function attachDisk(place: Place, disk: MachineDisk): Promise<AttachedDisk> {
  mkdirSync(place.disks, { recursive: true });
  const file = join(place.disks, `${disk.id}${suffix}`);
  closeSync(openSync(file, "a"));
  grow(file, disk.sizeGb);
  const device = (await command(["losetup", "--find", "--show", file])).trim();
  const descriptor = openSync(device, "r");
  await command(["losetup", "--detach", device]);
  return { deviceName: disk.deviceName, device, descriptor };
}

/** Lets a disk that is attached have its new size. */
export async function resizeDisk(place: Place, disk: MachineDisk): Promise<void> {
  const file = join(place.disks, `${disk.id}${suffix}`);
  if (!grow(file, disk.sizeGb)) return;
  const devices = await command(["losetup", "--noheadings", "--output", "NAME", "--associated", file]);
  for (const device of devices.split("\n").filter(Boolean)) await command(["losetup", "--set-capacity", device.trim()]);
}

/** Deletes the files of disks that do not exist any more. */
export function dropDisks(place: Place, exists: (id: string) => boolean): void {
  for (const file of list(place.disks))
    if (file.endsWith(suffix) && !exists(file.slice(0, -suffix.length))) rmSync(join(place.disks, file));
}

function grow(file: string, sizeGb: number): boolean {
  const size = sizeGb * bytesPerGb;
  if ((statSync(file, { throwIfNoEntry: false })?.size ?? size) >= size) return false;
  truncateSync(file, size);
  return true;
}

function list(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
