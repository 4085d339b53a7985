import type { Source } from "../cluster/yaml/source.ts";
import type { Plan } from "../plan/plan.ts";
import { fieldOf } from "../plan/refusal.ts";

/** The plan with the place in the cluster file of each finding that names a field of it. */
export function placeDiagnostics(plan: Plan, source: Source): Plan {
  const diagnostics = plan.diagnostics.map((diagnostic) => {
    const field = fieldOf(diagnostic);
    if (field === undefined || diagnostic.position !== undefined) return diagnostic;
    const { severity, code, message, remedy } = diagnostic;
    return { severity, code, message, remedy, position: source.positionOf(field) };
  });
  return { ...plan, diagnostics };
}
