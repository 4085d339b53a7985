import type { DetailedStep } from "../change/plan.ts";
import type { Watch } from "../probe/watch.ts";
import type { ApplyEvent } from "../report/apply-event.ts";
import { guard } from "../terraform/guard.ts";
import { sameTopology } from "../topology/equal.ts";
import type { Topology } from "../topology/topology.ts";
import { observeStored } from "./observe-live.ts";
import type { Clock, Cloud, Storage } from "./ports.ts";
import { reviewedChanges } from "./reviewed-changes.ts";
import { RunError } from "./run-error.ts";
import { waitGate } from "./wait-gate.ts";
import type { Workspace } from "./workspace.ts";

export interface StepRun {
  readonly workspace: Workspace;
  readonly watch: Watch;
  readonly storage: Storage;
  readonly cloud: Cloud;
  readonly clock: Clock;
  readonly gateTimeoutMs: number;
  readonly signal: AbortSignal;
  readonly emit: (event: ApplyEvent) => void;
}

/** Some changes take the provider two applies, such as narrowing a firewall rule that was open to the world. */
const mostApplies = 2;

/**
 * Takes one step: the gates before it, Terraform's plan, the guard, Terraform's apply, a look at the state, and the
 * gates after it. Throws a RunError where any of them does not hold.
 */
export async function runStep(step: DetailedStep, run: StepRun): Promise<void> {
  const { before, after } = step;
  await pass("before", step, before, run);
  const existing = before?.replicas.map(({ name }) => name) ?? [];
  const newcomers =
    existing.length === 0
      ? []
      : (after?.replicas ?? []).map(({ name }) => name).filter((name) => !existing.includes(name));
  for (let applies = 1; ; applies++) {
    await applyReviewed(step, run.workspace, newcomers);
    if (sameTopology(await observeStored(run.storage, step.kind === "delete-cluster"), after)) break;
    if (applies === mostApplies) throw unexpected(step);
  }
  await pass("after", step, after, run);
}

/** Terraform's plan of the step, applied only if it holds nothing that was not reviewed (R8). */
async function applyReviewed(step: DetailedStep, workspace: Workspace, newcomers: readonly string[]): Promise<void> {
  const { before, after, changes } = step;
  const plan = await workspace.plan(after, newcomers);
  const scraps = step.kind === "delete-cluster" && before === null;
  const violations = scraps ? [] : guard(plan.changes, reviewedChanges(changes, before, after));
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

function unexpected({ id }: DetailedStep): RunError {
  return new RunError(
    "unexpected-topology",
    `Step ${id} was applied, but Terraform's state shows something else than it should have arrived at`,
    "Run the same command again; if it stays so, report it with the output of `quorate status`",
  );
}

async function pass(
  when: "before" | "after",
  { gates }: DetailedStep,
  topology: Topology | null,
  run: StepRun,
): Promise<void> {
  if (topology === null) return;
  const { watch, cloud, clock, gateTimeoutMs: timeoutMs, signal, emit } = run;
  for (const gate of gates.filter((each) => each.when === when)) {
    await waitGate({ gate, topology, watch, cloud, clock, timeoutMs, signal, emit });
  }
}
