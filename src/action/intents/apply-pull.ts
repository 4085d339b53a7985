import { appOf, readReviewed } from "../../github/check-run.ts";
import type { Intent } from "../../github/intent.ts";
import { applyLabel } from "../../github/intent.ts";
import { removeLabel } from "../../github/labels.ts";
import { type PullRequest, readPullRequest } from "../../github/pull-request.ts";
import { isRevision, type Revision } from "../../github/revision.ts";
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
import { otherHead, refuseAsked, whichOne } from "./refuse-asked.ts";
import { showApplied, summarizeApplied } from "./show-applied.ts";

type ApplyPull = Intent & { readonly kind: "apply-pull" };

/**
 * Applies a pull request before it is merged: exactly the plans that were recorded on the head that the asker has looked
 * at. Only where the input `apply-before-merge` says so, and only for somebody who may write. Terraform does not start for
 * any cluster unless each has a record, and a state where the default branch or the workflow has named it (R19).
 */
export async function applyPull(run: Run, { number, of, askedBy }: ApplyPull): Promise<Ending> {
  const { github, inputs, signal } = run;
  const pull = await readPullRequest(github, number);
  if (askedBy.comment === undefined) {
    if (!pull.labels.includes(applyLabel)) {
      tell("The label is gone already");
      return { failed: false, result: "ignored" };
    }
    await removeLabel(github, number, applyLabel);
  }
  if (!(await mayAsk(run, number, askedBy))) return { failed: false, result: "ignored" };
  if (!inputs.applyBeforeMerge) {
    return refuseAsked(
      run,
      number,
      "Pull requests are applied when they are merged. The input `apply-before-merge` of the workflow changes that.",
    );
  }
  if (!pull.open) return refuseAsked(run, number, "This pull request is closed.");
  if (of === undefined) return refuseAsked(run, number, whichOne(pull));
  if (of.kind === "commit" && !isRevision(pull.head.sha, of)) return refuseAsked(run, number, otherHead(pull, of));
  const change = await previewPull(run, pull);
  if (isRefused(change)) {
    annotate(findings(change));
    return refuseAsked(run, number, "The change cannot be applied as it is; see its plan.");
  }
  const permits = await permitsOf(run, pull, change.clusters.filter(hasSteps));
  if (of.kind === "digest") {
    const why = otherPlan(permits, of);
    if (why !== undefined) return refuseAsked(run, number, `${why}\n\n${whichOne(pull)}`);
  }
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

/** Why a digest is not that of what would be applied; undefined where it is. */
function otherPlan(permits: Awaited<ReturnType<typeof permitsOf>>, of: Revision): string | undefined {
  if (permits.length > 1) {
    return `A digest names the plan of one cluster, and this pull request changes ${permits.length}.`;
  }
  const isThis = permits.every(({ permit }) => "objection" in permit || isRevision(permit.reviewed.digest, of));
  return isThis ? undefined : `The plan that was recorded on the head is not \`${of.begins}\`.`;
}
