import { diagnosticsOf, isBad, specOf } from "../../adapters/cluster-files.ts";
import { placedPlan } from "../../adapters/placed-plan.ts";
import { defaultBranch } from "../../github/origin.ts";
import { branchTip } from "../../github/pull-request.ts";
import { annotate } from "../annotate.ts";
import { planDirectory } from "../directories.ts";
import { readBranch } from "../files/branch-files.ts";
import { Live } from "../live.ts";
import { outputPlans, summarize } from "../outputs.ts";
import { findings, hasSteps, isRefused, type PlannedChange, type PlannedCluster } from "../planned.ts";
import type { Ending, Run } from "../run.ts";
import { pullComment } from "../shown/pull-comment.ts";

/** Verified plans of what applying the default branch would do now, in the summary: for a form, or before a schedule. */
export async function planBranch(run: Run): Promise<Ending> {
  const branch = await defaultBranch(run.github);
  const commit = await branchTip(run.github, branch);
  const files = await readBranch(run, commit);
  const live = new Live(process.env, run);
  const clusters: PlannedCluster[] = [];
  for (const file of files.filter((each) => !isBad(each))) {
    const spec = specOf(file);
    const looked = await live.verify(spec, run.signal);
    const outcome = "trouble" in looked ? looked : { plan: placedPlan(file, looked.plan) };
    clusters.push({ file, spec, before: spec, outcome });
  }
  const change: PlannedChange = { clusters, diagnostics: diagnosticsOf(files.filter(isBad)) };
  const context = { head: commit, baseBranch: branch, runUrl: run.url };
  const whole = pullComment(change, context, 1_000_000);
  annotate(findings(change));
  await outputPlans(change, whole, planDirectory(process.env));
  await summarize(whole, pullComment(change, context, 60_000));
  const refused = isRefused(change);
  return { failed: refused, result: refused ? "refused" : clusters.some(hasSteps) ? "changes" : "no-changes" };
}
