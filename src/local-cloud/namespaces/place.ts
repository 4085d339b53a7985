import { createHash } from "node:crypto";
import { join, resolve } from "node:path";
import type { Machine } from "../driver.ts";

/** Where the instances of one local cloud are kept on this machine, and what its namespaces are called. */
export interface Place {
  /** Begins the name of every namespace of this local cloud, and of no other's. */
  readonly prefix: string;
  /** Boot disks, a folder for each instance. */
  readonly machines: string;
  /** Data disks, a file for each. */
  readonly disks: string;
  /** Sockets and what else is gone after a restart of this machine. */
  readonly run: string;
}

/** The place that belongs to a local cloud's state directory. */
export function placeFor(directory: string): Place {
  const absolute = resolve(directory);
  const hash = createHash("sha256").update(absolute).digest("hex").slice(0, 8);
  return {
    prefix: `quorate-${hash}-`,
    machines: join(absolute, "machines"),
    disks: join(absolute, "disks"),
    run: join("/run/quorate", hash),
  };
}

/** The namespaces that are there once for each local cloud. */
export function sharedNamespaces({ prefix }: Place): Readonly<Record<"router" | "balancer" | "client", string>> {
  return { router: `${prefix}router`, balancer: `${prefix}balancer`, client: `${prefix}client` };
}

/** An instance's namespace. */
export function namespaceOf({ prefix }: Place, machine: Machine): string {
  return `${prefix}${machine.name}-${serial(machine.id)}`;
}

/** The router's interface towards an instance: at most 15 characters. */
export function interfaceOf(id: string): string {
  return `i${serial(id)}`;
}

/** What the local cloud shares with an instance: a short path, as sockets need it. */
export function sharedFolder({ run }: Place, id: string): string {
  return join(run, serial(id));
}

/** IDs are 7 and a number that counts from 1. */
function serial(id: string): string {
  return id.slice(1).replace(/^0+/, "");
}
