import type { ClusterSpec } from "../cluster/cluster-spec.ts";
import { hasErrors } from "../cluster/diagnostic.ts";
import { desiredControlPlane } from "../constructs/desired.ts";
import { stackSettings } from "../constructs/synth.ts";
import type { Plan } from "../plan/plan.ts";
import { type ChangeRequest, deletesCluster } from "../plan/request.ts";
import { Watch } from "../probe/watch.ts";
import { propose } from "../propose/propose.ts";
import type { ApplyEvent } from "../report/apply-event.ts";
import type { TerraformEvent } from "../terraform/message.ts";
import type { Terraform } from "../terraform/terraform.ts";
import { sameTopology } from "../topology/equal.ts";
import { ApplyLock } from "./apply-lock.ts";
import { catchUp } from "./apply-reviewed.ts";
import { glance, lookLive } from "./look-live.ts";
import { observeLive, observeStored } from "./observe-live.ts";
import type { Clock, Cloud, Owner, Storage } from "./ports.ts";
import { refuseLeftovers } from "./refuse-leftovers.ts";
import { RunError } from "./run-error.ts";
import { runStep } from "./run-step.ts";
import { applyEventOf } from "./terraform-events.ts";
import { interrupted } from "./wait-gates.ts";
import { Workspace } from "./workspace.ts";

export interface ApplyOptions {
  readonly spec: ClusterSpec;
  /** What is asked beyond the spec. */
  readonly request?: ChangeRequest | undefined;
  readonly storage: Storage;
  readonly cloud: Cloud;
  readonly clock: Clock;
  readonly owner: Owner;
  /** Terraform in the directory, stopped in an orderly way by the signal, telling what it does. */
  readonly terraform: (directory: string, signal: AbortSignal, onEvent: (event: TerraformEvent) => void) => Terraform;
  /** Where Terraform runs for this cluster. */
  readonly directory: string;
  /** What the lock says that this run does. */
  readonly operation: string;
  /** How long to wait for another run's lock, in milliseconds. */
  readonly lockTimeoutMs: number;
  /** How long to wait for one gate, in milliseconds. */
  readonly gateTimeoutMs: number;
  /** Stops the run at the next safe place; running again goes on from there. */
  readonly signal: AbortSignal;
  readonly emit: (event: ApplyEvent) => void;
  /** Whether to apply this plan. Called once, with the lock held; not for a plan without steps. */
  readonly accept: (plan: Plan) => Promise<boolean>;
}

/**
 * Makes a verified plan and applies it step by step: gates, Terraform's plan, guard, Terraform's apply, gates. Answers
 * with the plan. Throws a RunError, LockHeldError or TerraformError where it cannot go on; nothing is lost by that.
 */
export async function apply(options: ApplyOptions): Promise<Plan> {
  const { storage, owner, clock, operation, emit, signal } = options;
  const lock = await ApplyLock.acquire({
    slot: storage.lock,
    owner,
    clock,
    operation,
    timeoutMs: options.lockTimeoutMs,
    signal,
    onWait: ({ who, operation }) => emit({ event: "message", text: `Waiting for ${operation} by ${who} to end` }),
  });
  try {
    if (lock.predecessor !== undefined) {
      const { operation, who } = lock.predecessor;
      emit({ event: "message", text: `Going on from ${operation} by ${who}, which ended without finishing` });
    }
    return await applyLocked(options, lock);
  } finally {
    await lock.release();
  }
}

async function applyLocked(options: ApplyOptions, lock: ApplyLock): Promise<Plan> {
  const { spec, request, storage, cloud, clock, emit, accept } = options;
  const signal = AbortSignal.any([options.signal, lock.lost]);
  const deletion = deletesCluster(request);
  const started = clock.now();
  const workspace = new Workspace({
    terraform: options.terraform(options.directory, signal, (event) => {
      const told = applyEventOf(event);
      if (told !== undefined) emit(told);
    }),
    directory: options.directory,
    settings: stackSettings(spec),
    storage,
    cloud,
    dead: lock.dead,
    replaced: lock.lost,
    zones: spec.controlPlane.replicas.map(({ zone }) => zone),
    self: { who: options.owner.who, now: () => clock.now() },
  });
  const watch = new Watch(
    (replica) => cloud.readStatus(replica),
    () => clock.now(),
  );
  await Promise.all([workspace.open(), glance(watch, storage)]);
  lock.forgetDead();
  const observed = await observeLive(workspace, storage, deletion);
  if (deletion) await refuseLeftovers(workspace, observed, desiredControlPlane(spec));
  const snapshot = observed === null || deletion ? null : await lookLive(observed, watch, clock, signal);
  if (signal.aborted) throw stopped(signal);
  const plan = propose({ spec, observed, basis: "verified", request, snapshot });
  if (hasErrors(plan.diagnostics)) return plan;
  if (plan.steps.length > 0) {
    if (!(await accept(plan)))
      throw new RunError("not-confirmed", "Nothing was applied", "Run it again to apply the plan");
    emit({ event: "plan-accepted", cluster: plan.cluster, digest: plan.digest, steps: plan.steps.length });
  }
  // Also where there is nothing else to do: the next plan may be made from the state alone. And Terraform deletes what its
  // stored state shows, also where refreshing has just shown something else: an instance whose protection a killed run has
  // lifted would still count as protected (docs/decisions/0019).
  const stored = await observeStored(storage, deletion);
  if (observed !== null && !sameTopology(stored, observed)) await catchUp(observed, stored, workspace);
  if (plan.steps.length === 0) return plan;
  for (const step of plan.steps) {
    if (signal.aborted) throw stopped(signal);
    const { id, kind, subject, title } = step;
    const begun = clock.now();
    emit({ event: "step-started", id, of: plan.steps.length, kind, subject, title });
    try {
      await runStep(step, { ...options, signal, workspace, watch });
    } catch (error) {
      if (signal.aborted) {
        emit({ event: "interrupted", step: id });
        throw stopped(signal);
      }
      throw error;
    }
    emit({ event: "step-finished", id, seconds: (clock.now() - begun) / 1000 });
  }
  emit({ event: "finished", steps: plan.steps.length, seconds: (clock.now() - started) / 1000 });
  return plan;
}

function stopped(signal: AbortSignal): Error {
  return signal.reason instanceof Error && "remedy" in signal.reason ? signal.reason : interrupted();
}
