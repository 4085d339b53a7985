import type { DetailedStep } from "../plan/plan.ts";
import { guard, type Violation } from "../terraform/guard.ts";
import { reviewedChanges } from "./reviewed-changes.ts";
import type { Workspace } from "./workspace.ts";

/**
 * Has Terraform plan a step, ready to be applied, and answers with all that its plan holds and the step does not name (R8).
 * A step from nothing to nothing clears away what no review could name.
 */
export async function planStep(step: DetailedStep, workspace: Workspace): Promise<Violation[]> {
  const { before, after, changes } = step;
  const plan = await workspace.plan(after, newcomers(step));
  return before === null && after === null ? [] : guard(plan.changes, reviewedChanges(changes, before, after));
}

/** The replicas that come with a step, where others are there already and have to be told of them afterwards. */
function newcomers({ before, after }: DetailedStep): string[] {
  const existing = new Set(before?.replicas.map(({ name }) => name));
  if (existing.size === 0) return [];
  return (after?.replicas ?? []).map(({ name }) => name).filter((name) => !existing.has(name));
}
