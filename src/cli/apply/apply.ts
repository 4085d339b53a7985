import { diagnosticsOf, readClusterFile, specOf } from "../../adapters/cluster-files.ts";
import { hasErrors } from "../../cluster/diagnostic.ts";
import type { Plan } from "../../plan/plan.ts";
import { type ChangeRequest, deletesCluster, toReplace } from "../../plan/request.ts";
import { isReviewed, type Reviewed, reviewDifference } from "../../plan/reviewed.ts";
import { renderTerminal } from "../../report/terminal/terminal.ts";
import { findTerraform } from "../../terraform/binary.ts";
import { RunError } from "../../workflow/run-error.ts";
import type { ExitCode } from "../exit.ts";
import { type Screen, tellDiagnostics } from "../screen.ts";
import { stopOnSignals } from "../stop.ts";
import { terraformRuns } from "../terraform-runs.ts";
import { confirm } from "./confirm.ts";
import { progressPrinter } from "./progress-printer.ts";
import { readReviewedPlan } from "./reviewed-plan.ts";

export interface ApplyOptions {
  /** The plan that was reviewed, by its digest or the file that has it as JSON: no other is applied. */
  readonly plan?: string;
  readonly yes: boolean;
  /** Seconds. */
  readonly lockTimeout: number;
  /** Seconds. */
  readonly gateTimeout: number;
}

/** `quorate apply`: brings the cluster to what the file asks for, step by step. */
export async function applyFile(file: string, options: ApplyOptions, screen: Screen): Promise<ExitCode> {
  return applyRequest(file, undefined, options, screen);
}

/** `quorate delete`: deletes the whole cluster. */
export async function deleteFile(file: string, options: ApplyOptions, screen: Screen): Promise<ExitCode> {
  return applyRequest(file, { kind: "delete-cluster" }, options, screen);
}

/** Applies what the file asks for, and with it what is requested beyond that. */
export async function applyRequest(
  path: string,
  request: ChangeRequest | undefined,
  options: ApplyOptions,
  screen: Screen,
): Promise<ExitCode> {
  const file = await readClusterFile(path);
  tellDiagnostics(screen, diagnosticsOf([file]), [file]);
  if (hasErrors(file.diagnostics)) return 1;
  const spec = specOf(file);
  const reviewed = options.plan === undefined ? undefined : await readReviewedPlan(options.plan, spec.name);
  const binary = await findTerraform();
  const stop = stopOnSignals(screen);
  try {
    const plan = await terraformRuns(binary, stop).apply({
      spec,
      request,
      operation: operationOf(request),
      lockTimeoutMs: options.lockTimeout * 1000,
      gateTimeoutMs: options.gateTimeout * 1000,
      signal: stop.gently,
      emit: progressPrinter(screen),
      accept: (plan) => accept(plan, { ...options, request, reviewed }, screen, stop.gently),
    });
    if (plan.steps.length > 0) return 0;
    screen.print(renderTerminal(plan, screen));
    return hasErrors(plan.diagnostics) ? 1 : 0;
  } finally {
    stop.dispose();
  }
}

/** What the lock says that a run does. */
function operationOf(request: ChangeRequest | undefined): string {
  const replica = toReplace(request);
  if (replica !== undefined) return `replacement of ${replica}`;
  return deletesCluster(request) ? "delete" : "apply";
}

/** What was asked for, and how far it is confirmed already. */
interface Asked {
  readonly request: ChangeRequest | undefined;
  readonly reviewed: Reviewed | undefined;
  readonly yes: boolean;
}

async function accept(
  plan: Plan,
  { request, reviewed, yes }: Asked,
  screen: Screen,
  signal: AbortSignal,
): Promise<boolean> {
  screen.print(`${renderTerminal(plan, screen)}\n`);
  if (reviewed !== undefined && !isReviewed(plan, reviewed)) {
    throw new RunError(
      "plan-changed",
      `The plan has changed: it is ${plan.digest} now, and ${reviewed.digest} was to be applied`,
      "Review the plan above, then apply it by its digest",
      reviewed.steps.length === 0 ? [] : reviewDifference(plan, reviewed),
    );
  }
  if (yes || reviewed !== undefined) return true;
  if (!screen.interactive) {
    const ways = deletesCluster(request) ? "--yes" : "--yes or --plan DIGEST";
    throw new RunError("not-confirmed", "Nobody can be asked here", `Confirm with ${ways}`);
  }
  if (!deletesCluster(request)) {
    const replica = toReplace(request);
    const loss = replica === undefined ? "" : ` ${replica}'s etcd data is deleted with its disk.`;
    return confirm(screen, `Do you want to apply these steps?${loss} Only 'yes' will be accepted.`, "yes", signal);
  }
  const question = `This deletes cluster ${plan.cluster} and its data. Type its name to confirm.`;
  return confirm(screen, question, plan.cluster, signal);
}
