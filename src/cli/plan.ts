import { hasErrors } from "../cluster/diagnostic.ts";
import { planFromGit } from "./compare-git.ts";
import type { ExitCode } from "./exit.ts";
import { noFiles } from "./no-files.ts";
import { type ClusterPlans, planFromFile, planFromState } from "./plan-clusters.ts";
import { type Format, printPlans } from "./print-plans.ts";
import type { Screen } from "./screen.ts";

export interface PlanOptions {
  /** Compare with this file instead of with Terraform's state. */
  readonly from?: string;
  /** Compare with the files at this commit instead of with Terraform's state. */
  readonly fromGit?: string;
  readonly format: Format;
}

/** `quorate plan`: what applying the files would do, from Terraform's state as it is stored or from other files. */
export async function plan(paths: readonly string[], options: PlanOptions, screen: Screen): Promise<ExitCode> {
  const result = await plansOf(paths, options);
  if (result.plans.length + result.diagnostics.length === 0) return noFiles(screen);
  printPlans(result, options.format, screen);
  if (hasErrors(result.diagnostics)) return 1;
  if (result.plans.some((each) => hasErrors(each.plan.diagnostics))) return 1;
  return result.plans.some((each) => each.plan.steps.length > 0) ? 2 : 0;
}

async function plansOf(paths: readonly string[], { from, fromGit }: PlanOptions): Promise<ClusterPlans> {
  if (fromGit !== undefined) return planFromGit(paths, fromGit);
  return from === undefined ? planFromState(paths) : planFromFile(paths, from);
}
