import type { DetailedStep } from "../plan/plan.ts";
import type { TerraformPlan } from "../terraform/plan-json.ts";
import type { Topology } from "../topology/topology.ts";
import { nameUnknown } from "./adopt.ts";
import { planStep } from "./plan-step.ts";
import { RunError } from "./run-error.ts";
import { unchanged } from "./unchanged.ts";
import type { Workspace } from "./workspace.ts";

/** Terraform's plan of the step, applied only if it holds nothing that was not reviewed (R8). */
export async function applyReviewed(step: DetailedStep, workspace: Workspace): Promise<void> {
  const violations = await planStep(step, workspace);
  if (violations.length > 0) {
    throw new RunError(
      "unreviewed-change",
      `Terraform would do more in step ${step.id} than was reviewed; nothing of the step was applied`,
      "See who has changed these resources, then plan again",
      violations.map(({ address, what }) => `${address} ${what}`),
    );
  }
  await workspace.apply();
}

/**
 * Tells every replica of the topology's membership, where a run that was killed has told only some. Nothing else may
 * change by it.
 */
export async function tellAll(topology: Topology, workspace: Workspace): Promise<void> {
  const plan = await workspace.plan(topology);
  if (plan.changes.some(({ actions, importing }) => importing !== null || !isNothing(actions)))
    await applyPlanned(plan, topology, topology, workspace);
}

/** Writes into the state what refreshing shows, and with it the instances that exist though no state knows them. */
export async function catchUp(topology: Topology, stored: Topology | null, workspace: Workspace): Promise<void> {
  const known = stored ?? topology;
  const named = nameUnknown(topology, known);
  const plan = await workspace.plan(named);
  if (plan.changes.some(({ importing }) => importing !== null)) await applyPlanned(plan, named, known, workspace);
  else await workspace.refresh(topology);
}

async function applyPlanned(
  plan: TerraformPlan,
  topology: Topology,
  known: Topology,
  workspace: Workspace,
): Promise<void> {
  const violations = unchanged(plan.changes, topology, known);
  if (violations.length > 0) {
    throw new RunError(
      "drift",
      "What is there is not what Quorate has made: somebody has changed it",
      "Change it back, or import or remove it with Terraform, then run the command again",
      violations.map(({ address, what }) => `${address} ${what}`),
    );
  }
  await workspace.apply();
}

function isNothing(actions: readonly string[]): boolean {
  return actions.every((action) => action === "no-op" || action === "read");
}
