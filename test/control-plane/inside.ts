import { execFile } from "node:child_process";
import { readFileSync } from "node:fs";
import { promisify } from "node:util";
import { namespaceOf, type Place } from "../../src/local-cloud/namespaces/place.ts";

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
