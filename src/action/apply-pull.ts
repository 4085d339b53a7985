import { isReviewed } from "../change/reviewed.ts";
import { appOf, readReviewed } from "../github/check-run.ts";
import type { Intent } from "../github/intent.ts";
import { applyLabel } from "../github/intent.ts";
import { removeLabel } from "../github/labels.ts";
import { readPullRequest } from "../github/pull-request.ts";
import { reply } from "../github/reaction.ts";
import { annotate, tell } from "./annotate.ts";
import { applyCluster } from "./apply-cluster.ts";
import type { Outcome } from "./apply-section.ts";
import { Live } from "./live.ts";
import { mayAsk } from "./may-ask.ts";
import { previewPull } from "./plan-pull.ts";
import { findings, hasSteps, isRefused } from "./planned.ts";
import type { Ending, Run } from "./run.ts";
import { showApplied, summarizeApplied } from "./show-applied.ts";

type ApplyPull = Intent & { readonly kind: "apply-pull" };

/**
 * Applies a pull request before it is merged: exactly the plans that were recorded on its present head. Only where the
 * input `apply-before-merge` says so, and only for somebody who may write.
 */
export async function applyPull(run: Run, { number, head, askedBy }: ApplyPull): Promise<Ending> {
  const { github, inputs, signal } = run;
  if (askedBy.comment === undefined) await removeLabel(github, number, applyLabel);
  if (!inputs.applyBeforeMerge) {
    return refuse(
      run,
      number,
      "Pull requests are applied when they are merged. The input `apply-before-merge` of the workflow changes that.",
    );
  }
  if (!(await mayAsk(run, number, askedBy))) return { failed: false, result: "ignored" };
  const pull = await readPullRequest(github, number);
  if (!pull.open) return refuse(run, number, "This pull request is closed.");
  if (head !== undefined && pull.head.sha !== head) {
    return refuse(
      run,
      number,
      "The branch was pushed to after this was asked for. Look at the new plan, and ask again.",
    );
  }
  const change = await previewPull(run, pull);
  if (isRefused(change)) {
    annotate(findings(change));
    return refuse(run, number, "The change cannot be applied as it is; see its plan.");
  }
  const live = new Live(process.env, inputs.terraform);
  const outcomes: (Outcome & { origin: { number: number } })[] = [];
  for (const { file, spec } of change.clusters.filter(hasSteps)) {
    const reviewed = await readReviewed(
      github,
      pull.head.sha,
      `${spec.project}/${spec.name}`,
      appOf(inputs.commentAuthor),
    );
    const cluster = { file, spec };
    const applied = await applyCluster(run, live, {
      spec,
      commit: pull.head.sha,
      accept: (plan) => reviewed !== undefined && isReviewed(plan, reviewed),
      onProgress: (steps) => summarizeApplied(run, outcomes, { cluster, steps }),
    });
    outcomes.push({ cluster, applied, reviewed, expected: true, origin: { number } });
    if (signal.aborted) break;
  }
  return showApplied(run, outcomes, false);
}

async function refuse(run: Run, number: number, reason: string): Promise<Ending> {
  tell(reason);
  await reply(run.github, number, reason);
  return { failed: false, result: "refused" };
}
