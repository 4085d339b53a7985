import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { promisify } from "node:util";
import { interfaceOf, namespaceOf, type Place, sharedNamespaces } from "../../src/local-cloud/namespaces/place.ts";

const execute = promisify(execFile);

/** An instance, as its place on this machine knows it. */
export interface Inhabitant {
  readonly id: string;
  readonly name: string;
}

/** Runs a shell script as root inside an instance; throws when it fails. */
export async function inside(place: Place, instance: Inhabitant, script: string): Promise<string> {
  const pid = await firstProcess(place, instance);
  const words = [`--target=${pid}`, "--mount", "--uts", "--ipc", "--net", "--pid", "--", "/bin/bash", "-c", script];
  return (await execute("nsenter", words)).stdout.trim();
}

/** Runs `ip`, `tc` or `nft` on the router, whose interfaces lead to the instances. */
export async function onRouter(place: Place, ...words: readonly string[]): Promise<void> {
  await execute("nsenter", [`--net=/run/netns/${sharedNamespaces(place).router}`, "--", ...words]);
}

/** Cuts an instance off the network, or connects it again. */
export function plug(place: Place, { id }: Inhabitant, state: "up" | "down"): Promise<void> {
  return onRouter(place, "ip", "link", "set", interfaceOf(id), state);
}

/** The process that is process 1 inside the instance. */
async function firstProcess(place: Place, instance: Inhabitant): Promise<string> {
  const namespace = namespaceOf(place, instance as Parameters<typeof namespaceOf>[1]);
  const { stdout } = await execute("ip", ["netns", "pids", namespace]);
  const first = stdout
    .split("\n")
    .find((pid) => pid !== "" && numbersOf(pid).length > 1 && numbersOf(pid).at(-1) === "1");
  if (first === undefined) throw new Error(`${instance.name} has no processes`);
  return first;
}

/** A process's numbers in each PID namespace that it is in, from the machine's inwards. */
function numbersOf(pid: string): readonly string[] {
  try {
    return /^NSpid:\s*(.*)$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1]?.split(/\s+/) ?? [];
  } catch {
    return [];
  }
}
