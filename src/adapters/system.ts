import { randomUUID } from "node:crypto";
import { hostname, userInfo } from "node:os";
import { setTimeout } from "node:timers/promises";
import type { Clock, Owner } from "../workflow/ports.ts";

export const systemClock: Clock = {
  now: () => Date.now(),
  sleep: async (ms, signal) => {
    await setTimeout(ms, undefined, { signal }).catch(() => undefined);
  },
};

/** Who runs this process. `who` is as Terraform writes it into its locks. */
export function thisProcess(): Owner {
  const host = hostname();
  return { who: `${userInfo().username}@${host}`, host, pid: process.pid, isAlive, runId: randomUUID() };
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}
