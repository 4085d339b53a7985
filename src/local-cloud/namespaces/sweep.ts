import { rmSync } from "node:fs";
import { command } from "./command.ts";
import type { Place } from "./place.ts";

/**
 * Removes what a local cloud has in the kernel: its namespaces, with every interface and rule in them, and its sockets.
 * Processes end with the process that serves the cloud, however that ends; disks stay.
 */
export async function sweep(place: Place): Promise<void> {
  const listed = JSON.parse((await command(["ip", "-json", "netns", "list"])) || "[]") as { name: string }[];
  for (const { name } of listed) if (name.startsWith(place.prefix)) await command(["ip", "netns", "delete", name]);
  rmSync(place.run, { recursive: true, force: true });
}
