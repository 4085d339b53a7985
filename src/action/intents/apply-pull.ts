import { appOf, readReviewed } from "../../github/check-run.ts";
import type { Intent } from "../../github/intent.ts";
import { applyLabel } from "../../github/intent.ts";
import { removeLabel } from "../../github/labels.ts";
import { type PullRequest, readPullRequest } from "../../github/pull-request.ts";
import { reply } from "../../github/reaction.ts";
import { isReviewed } from "../../plan/reviewed.ts";
import { annotate, tell } from "../annotate.ts";
import { MergedClusters } from "../files/merged-clusters.ts";
import { Live } from "../live.ts";
import { mayAsk } from "../may-ask.ts";
import { findings, hasSteps, isRefused, type PlannedCluster } from "../planned.ts";
import type { Ending, Run } from "../run.ts";
import type { Outcome } from "../shown/apply-section.ts";
import { applyCluster } from "./apply-cluster.ts";
import { previewPull } from "./plan-pull.ts";
import { showApplied, summarizeApplied } from "./show-applied.ts";

type ApplyPull = Intent & { readonly kind: "apply-pull" };

/**
 * Applies a pull request before it is merged: exactly the plans that were recorded on its present head. Only where the
 * input `apply-before-merge` says so, and only for somebody who may write. Terraform does not start for any cluster unless
 * each has a record, and a state where the default branch or the workflow has named it (R19).
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
  const permits = await permitsOf(run, pull, change.clusters.filter(hasSteps));
  // Either Terraform may run for all that the pull request asks for, or nothing of it is touched.
  const mayRun = permits.every(({ permit }) => !("objection" in permit));
  const live = new Live(process.env, run);
  const outcomes: (Outcome & { origin: { number: number } })[] = [];
  for (const { cluster, permit } of permits) {
    const common = { cluster, expected: true, origin: { number } };
    if ("objection" in permit || !mayRun) {
      const reason =
        "objection" in permit ? permit.objection : "Another cluster of this pull request may not be applied.";
      outcomes.push({ ...common, applied: { kind: "not-started", reason }, reviewed: undefined });
      continue;
    }
    const { reviewed } = permit;
    const applied = await applyCluster(run, live, {
      spec: cluster.spec,
      commit: pull.head.sha,
      accept: (plan) => isReviewed(plan, reviewed),
      onProgress: (steps) => summarizeApplied(run, outcomes, { cluster, steps }),
    });
    outcomes.push({ ...common, applied, reviewed });
    if (signal.aborted) break;
  }
  return showApplied(run, outcomes, false);
}

/** What was reviewed of each cluster, or why Terraform may not run for it. */
async function permitsOf(run: Run, { head }: PullRequest, clusters: readonly PlannedCluster[]) {
  const merged = new MergedClusters(run);
  const app = appOf(run.inputs.commentAuthor);
  return Promise.all(
    clusters.map(async (cluster) => {
      const { spec } = cluster;
      const why = await merged.objection(cluster);
      if (why !== undefined) return { cluster, permit: { objection: `As long as it is not merged, ${why}.` } };
      const reviewed = await readReviewed(run.github, head.sha, `${spec.project}/${spec.name}`, app);
      return { cluster, permit: reviewed === undefined ? { objection: notRecorded } : { reviewed } };
    }),
  );
}

const notRecorded =
  "Nobody has reviewed a verified plan of this head. Comment `/quorate plan`, look at the plan, then ask again.";

async function refuse(run: Run, number: number, reason: string): Promise<Ending> {
  tell(reason);
  await reply(run.github, number, reason);
  return { failed: false, result: "refused" };
}
