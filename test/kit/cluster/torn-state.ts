import { planChange } from "../../../src/change/plan-change.ts";
import type { Health, ReplicaHealth } from "../../../src/plan/health.ts";
import type { ChangeRequest } from "../../../src/plan/request.ts";
import type { Topology } from "../../../src/topology/topology.ts";

/** Replicas' names by their short ones: `b c`. */
export function named(letters: string): string[] {
  return letters.split(" ").map((letter) => `prod-${letter}`);
}

/** Zones by their letters: `b c`. */
export function zones(letters: string): string[] {
  return letters.split(" ").map((letter) => `europe-west1-${letter}`);
}

/** An endpoint's part where there is nothing of a load balancer. */
export const unbalanced = { backends: [], healthCheck: false, backendService: null } as const;

/** The steps of a plan as `kind subject`, by short names; codes where it is refused. */
export function story(from: Topology | null, to: Topology, request?: ChangeRequest, health?: Health): string[] {
  const { steps, diagnostics } = planChange(from, to, request, health);
  const errors = diagnostics.filter(({ severity }) => severity === "error").map(({ code }) => code);
  return [...steps.map(({ kind, subject }) => `${kind} ${subject.replace(/^prod-/, "")}`), ...errors];
}

/** Health in which these replicas are dead, or whatever else is said, and all others healthy. */
export function sick({ replicas }: Topology, letters: string, health: ReplicaHealth = "dead"): NonNullable<Health> {
  return Object.fromEntries(replicas.map(({ name }) => [name, named(letters).includes(name) ? health : "healthy"]));
}
