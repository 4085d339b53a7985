import type { Plan } from "../plan/plan.ts";
import { placeDiagnostics } from "../propose/place-diagnostics.ts";
import type { ClusterFile } from "./cluster-files.ts";

/** A cluster's plan with the findings of its file, and the places in that file which the plan's own are about. */
export function placedPlan(file: ClusterFile, plan: Plan): Plan {
  const placed = placeDiagnostics(plan, file.source);
  return { ...placed, diagnostics: [...file.diagnostics, ...placed.diagnostics] };
}
