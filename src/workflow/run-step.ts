import type { DetailedStep } from "../plan/plan.ts";
import { traits } from "../plan/step.ts";
import type { Watch } from "../probe/watch.ts";
import type { ApplyEvent } from "../report/apply-event.ts";
import { TerraformError, type TerraformErrorCode } from "../terraform/terraform-error.ts";
import { sameTopology } from "../topology/equal.ts";
import type { Topology } from "../topology/topology.ts";
import { applyReviewed, tellAll } from "./apply-reviewed.ts";
import { observeStored } from "./observe-live.ts";
import type { Clock, Cloud, Storage } from "./ports.ts";
import { RunError } from "./run-error.ts";
import { waitGates } from "./wait-gates.ts";
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

/** Pauses before a step's Terraform is run again after a failure that passes by itself, in milliseconds. */
const retryPausesMs = [2_000, 10_000, 30_000];
/**
 * A call that was carried out, but answered with a failure, is made again and then finds what it has made. So does a plan
 * that comes after a state which could not be written.
 */
const passing: readonly TerraformErrorCode[] = ["unavailable", "already-exists", "state-unsaved"];

/** Some changes take the provider two applies, such as narrowing a firewall rule that was open to the world. */
const mostApplies = 2;

/**
 * Takes one step: the gates before it, Terraform's plan, the guard, Terraform's apply, a look at the state, and the
 * gates after it. Throws a RunError where any of them does not hold.
 */
export async function runStep(step: DetailedStep, run: StepRun): Promise<void> {
  const { before, after } = step;
  if (before !== null && needsAllTold(step)) await persist(step, run, () => tellAll(before, run.workspace));
  await pass("before", step, before, run);
  for (let applies = 1; ; applies++) {
    await persist(step, run, () => applyReviewed(step, run.workspace));
    if (sameTopology(await observeStored(run.storage, after === null), after)) break;
    if (applies === mostApplies) throw unexpected(step);
  }
  if (traits(step).restarts) run.watch.forget(step.subject);
  await pass("after", step, after, run);
}

/**
 * A run that was killed may have told only some replicas of the membership, and nobody tells the others before the next
 * step's apply. For some steps that is too late.
 */
function needsAllTold(step: DetailedStep): boolean {
  return step.id === 1 && traits(step).announcesFirst === true;
}

/** Does it again, after a pause, where what went wrong passes by itself. A failure says in which step it happened. */
async function persist(step: DetailedStep, { clock, signal, emit }: StepRun, work: () => Promise<void>): Promise<void> {
  for (const [attempt, pauseMs] of [...retryPausesMs, null].entries()) {
    try {
      return await work();
    } catch (error) {
      if (!(error instanceof TerraformError)) throw error;
      if (pauseMs === null || signal.aborted || !passing.includes(error.code)) throw error.during(whereIn(step));
      const again = `Trying again in ${pauseMs / 1000} s (${attempt + 1} of ${retryPausesMs.length})`;
      emit({ event: "message", text: `${error.message}\n${again}` });
      await clock.sleep(pauseMs, signal);
    }
  }
}

function whereIn({ id, title }: DetailedStep): string {
  return `step ${id}, ${title.charAt(0).toLowerCase()}${title.slice(1)}`;
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
  const now = gates.filter((gate) => gate.when === when);
  await waitGates({ gates: now, topology, watch, cloud, clock, timeoutMs, signal, emit });
}
