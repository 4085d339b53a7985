import type { ExitCode } from "../exit.ts";
import { spareMemory } from "../launch/spare-memory.ts";
import { noFiles } from "../no-files.ts";
import type { Screen } from "../screen.ts";
import { planFromGit } from "./compare-git.ts";
import { type ClusterPlans, planFromFile, planFromState } from "./plan-clusters.ts";
import { type Format, printPlans } from "./print-plans.ts";

export interface PlanOptions {
  /** Compare with this file instead of with Terraform's state. */
  readonly from?: string;
  /** Compare with the files at this commit instead of with Terraform's state. */
  readonly fromGit?: string;
  /** Look at the cluster as it is, with Terraform. */
  readonly verify?: boolean;
  readonly format: Format;
}

/** `quorate plan`: what applying the files would do, from Terraform's state as it is stored or from other files. */
export async function plan(paths: readonly string[], options: PlanOptions, screen: Screen): Promise<ExitCode> {
  const plans = await plansOf(paths, options, screen);
  spareMemory(plans.files.length);
  const { exitCode, nothing } = await printPlans(plans, options.format, screen);
  return nothing ? noFiles(screen) : exitCode;
}

async function plansOf(
  paths: readonly string[],
  { from, fromGit, verify = false }: PlanOptions,
  screen: Screen,
): Promise<ClusterPlans> {
  // Without Terraform, planning need not load what runs it.
  if (verify) return (await import("./verify-plans.ts")).verifyPlans(paths, screen);
  if (fromGit !== undefined) return planFromGit(paths, fromGit);
  return from === undefined ? planFromState(paths) : planFromFile(paths, from);
}
