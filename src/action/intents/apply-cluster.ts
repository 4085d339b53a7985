import type { ClusterSpec } from "../../cluster/cluster-spec.ts";
import { hasErrors } from "../../cluster/diagnostic.ts";
import { describe, isTold } from "../../cluster/user-error.ts";
import { type Deployment, recordDeployment } from "../../github/deployment.ts";
import type { Plan } from "../../plan/plan.ts";
import type { ChangeRequest } from "../../plan/request.ts";
import { counted } from "../../report/phrase/count-phrase.ts";
import { log } from "../annotate.ts";
import { type Live, troubleOf } from "../live.ts";
import type { Trouble } from "../planned.ts";
import type { Run } from "../run.ts";
import { Progress } from "../shown/progress.ts";

export interface ClusterApply {
  readonly spec: ClusterSpec;
  readonly request?: ChangeRequest;
  /** What is applied, for the deployment record. */
  readonly commit: string;
  /** Whether the plan may be applied: asked with the lock held, of the plan that would be applied then. */
  readonly accept: (plan: Plan) => boolean;
  /** Told each time a step begins or ends, with a list of steps in Markdown. */
  readonly onProgress: (steps: string) => Promise<void>;
}

/** How applying one cluster ended. `steps` lists what was done, in Markdown. */
export type Applied =
  | { readonly kind: "applied"; readonly plan: Plan; readonly steps: string }
  | { readonly kind: "nothing"; readonly plan: Plan }
  /** The plan breaks a rule, or is not the one that was reviewed. Nothing was touched. */
  | { readonly kind: "refused" | "not-reviewed"; readonly plan: Plan }
  /** Terraform was not started, so nothing is known beyond the reason, which is whole sentences. */
  | { readonly kind: "not-started"; readonly reason: string }
  | { readonly kind: "failed"; readonly trouble: Trouble; readonly steps: string };

/** Applies one cluster, with its record as a deployment. Never throws for what goes wrong with the cluster. */
export async function applyCluster(run: Run, live: Live, wanted: ClusterApply): Promise<Applied> {
  const progress = new Progress();
  let refused: Plan | undefined;
  let deployment: Deployment | undefined;
  let writing = Promise.resolve();
  const { spec, request, accept, onProgress } = wanted;
  try {
    const runs = await live.runs();
    const plan = await runs.apply({
      spec,
      request,
      operation: `${request?.kind ?? "apply"} in ${run.url}`,
      lockTimeoutMs: run.inputs.lockTimeout * 1000,
      gateTimeoutMs: run.inputs.gateTimeout * 1000,
      signal: run.signal,
      emit: (event) => {
        if (progress.take(event)) writing = writing.then(() => onProgress(progress.markdown));
      },
      accept: async (plan) => {
        if (!accept(plan)) {
          refused = plan;
          return false;
        }
        deployment = await startDeployment(run, wanted, plan);
        return true;
      },
    });
    await writing;
    await deployment?.tell("success", `${counted(plan.steps.length, "step")} applied`);
    if (plan.steps.length > 0) return { kind: "applied", plan, steps: progress.markdown };
    return { kind: hasErrors(plan.diagnostics) ? "refused" : "nothing", plan };
  } catch (error) {
    progress.end();
    await writing.catch(() => undefined);
    if (refused !== undefined) return { kind: "not-reviewed", plan: refused };
    await deployment?.tell("failure", isTold(error) ? error.message : "An unexpected error").catch(() => undefined);
    log(describe(error));
    return { kind: "failed", trouble: troubleOf(error), steps: progress.markdown };
  }
}

async function startDeployment(run: Run, { spec, commit }: ClusterApply, plan: Plan): Promise<Deployment | undefined> {
  const { environment } = run.inputs;
  if (environment === "") return undefined;
  const deployment = await recordDeployment(run.github, {
    commit,
    environment: environment.replaceAll("{cluster}", spec.name),
    description: `${counted(plan.steps.length, "step")} of ${plan.digest.slice(0, 19)}`,
    logUrl: run.url,
  });
  await deployment.tell("in_progress", counted(plan.steps.length, "step"));
  return deployment;
}
