import * as z from "zod";
import { findDaemon } from "../daemon.ts";
import type { Fault, FaultRequest } from "./fault.ts";

const refusal = z.object({ error: z.object({ message: z.string() }) });

/** Injects a fault into a directory's cloud; null where none runs. Throws with what is wrong with the fault. */
export async function injectFault(directory: string, fault: FaultRequest): Promise<Fault | null> {
  return send<Fault>(directory, "POST", fault);
}

/** The faults in a directory's cloud; null where none runs. */
export async function listFaults(directory: string): Promise<readonly Fault[] | null> {
  const answer = await send<{ readonly faults: readonly Fault[] }>(directory, "GET");
  return answer?.faults ?? null;
}

/** Takes all faults out of a directory's cloud. Answers how many there were; null where none runs. */
export async function removeFaults(directory: string): Promise<number | null> {
  const answer = await send<{ readonly cleared: number }>(directory, "DELETE");
  return answer?.cleared ?? null;
}

async function send<T>(directory: string, method: string, body?: unknown): Promise<T | null> {
  const daemon = await findDaemon(directory);
  if (daemon === null) return null;
  const response = await fetch(`${daemon.url}/local/v1/faults`, {
    method,
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const answer: unknown = await response.json();
  if (!response.ok) throw new Error(refusal.parse(answer).error.message);
  return answer as T;
}
