import type { Backend, ClusterSpec } from "../cluster/cluster-spec.ts";
import { type Diagnostic, hasErrors } from "../cluster/diagnostic.ts";
import { desiredControlPlane } from "../constructs/desired.ts";
import type { Plan } from "../plan/plan.ts";
import { refusal } from "../plan/refusal.ts";
import { propose } from "./propose.ts";

/**
 * The plan from what one spec asks for, at rest, to what another one does; from nothing where there is none before. Takes
 * every replica as healthy. Pure.
 */
export function compareSpecs(before: ClusterSpec | null, after: ClusterSpec): Plan {
  if (before === null) return propose({ spec: after, observed: null, basis: "spec" });
  const observed = desiredControlPlane(before);
  const plan = propose({ spec: after, observed, basis: "spec" });
  const moved = refuseMovedState(before, after);
  if (moved.length === 0) return plan;
  // Refused plans have no steps, and so show the cluster as it stands.
  const errors = hasErrors(plan.diagnostics) ? plan.diagnostics : [];
  const still = propose({ spec: before, observed, basis: "spec" });
  return { ...still, cluster: plan.cluster, diagnostics: [...errors, ...moved] };
}

/**
 * Refuses another place for Terraform's state: there, nothing would be found of the cluster, and the next apply would
 * create it a second time.
 */
export function refuseMovedState({ terraform: before }: ClusterSpec, { terraform: after }: ClusterSpec): Diagnostic[] {
  const [a, b] = [placeOf(before.backend), placeOf(after.backend)];
  if (a === b) return [];
  const message = `spec.terraform.backend cannot change while Terraform's state is in the old place (it is ${a}, the file asks for ${b})`;
  const remedy = `Set it back to ${a}, or move the state with \`terraform init -migrate-state\` first and then plan from the state there`;
  return [refusal("Q050", message, remedy, ["spec", "terraform", "backend"]).refused];
}

function placeOf(backend: Backend): string {
  return backend.kind === "gcs" ? `the bucket ${backend.bucket}` : `the local path ${backend.path}`;
}
