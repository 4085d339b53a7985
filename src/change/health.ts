import type { Health } from "../plan/health.ts";
import type { Replica } from "../topology/topology.ts";

/**
 * Whether a member may be counted on. A member without an instance may not, nor one that is stopped. One that nobody
 * could look at, because the plan itself creates or starts it, may: the gates prove it before the next step.
 */
export function isHealthy(health: Health, member: string, instances: readonly Replica[]): boolean {
  if (!instances.some(({ name, running }) => name === member && running)) return false;
  return (health?.[member] ?? "healthy") === "healthy";
}
