import { setOutput } from "@actions/core";
import { hasErrors } from "../../cluster/diagnostic.ts";
import { recordPlan } from "../../github/check-run.ts";
import type { Asker } from "../../github/intent.ts";
import { isForbidden } from "../../github/permission.ts";
import { mergeBase, type PullRequest, readPullRequest } from "../../github/pull-request.ts";
import { isRevision, type Revision } from "../../github/revision.ts";
import { markerLine, mostCharacters, postSticky } from "../../github/sticky-comment.ts";
import { recordedSteps } from "../../plan/reviewed.ts";
import { planPhrase } from "../../report/phrase/plan-phrase.ts";
import { annotate, log, tell } from "../annotate.ts";
import { planDirectory } from "../directories.ts";
import { CommittedFiles } from "../files/committed-files.ts";
import { compareCommits } from "../files/compare-commits.ts";
import { MergedClusters } from "../files/merged-clusters.ts";
import { Live } from "../live.ts";
import { mayAsk } from "../may-ask.ts";
import { outputPlans, summarize } from "../outputs.ts";
import { findings, hasSteps, isRefused, type PlannedChange } from "../planned.ts";
import type { Ending, Run } from "../run.ts";
import { clusterSection } from "../shown/cluster-section.ts";
import { type CommentContext, nothingLeft, pullComment } from "../shown/pull-comment.ts";
import { otherHead, refuseAsked } from "./refuse-asked.ts";
import { verifyChange } from "./verify-change.ts";

const marker = "quorate:plan";
/** Summaries are counted in bytes; most of what stands in one takes one each. */
const summaryCharacters = 1_000_000;
const checkCharacters = 60_000;

export interface PullPlan {
  readonly number: number;
  /** The head that the event or the comment was about. Where the branch has moved since, another run plans that. */
  readonly of?: Revision | undefined;
  /** Who has asked for it in a comment. A fork's plan is verified only if they may write. */
  readonly askedBy?: Asker;
  /** What was just done, to be said above the plan. */
  readonly notice?: string;
}

/** Plans what merging a pull request would do, and shows it where its reviewers look. */
export async function planPull(run: Run, { number, of, askedBy, notice }: PullPlan): Promise<Ending> {
  if (askedBy !== undefined && !(await mayAsk(run, number, askedBy))) return { failed: false, result: "ignored" };
  const pull = await readPullRequest(run.github, number);
  if (of !== undefined && !isRevision(pull.head.sha, of)) {
    if (askedBy !== undefined) return refuseAsked(run, number, otherHead(pull, of));
    tell("The branch has moved since this run was started; the run of its new head plans it");
    return { failed: false, result: "ignored" };
  }
  const preview = await previewPull(run, pull);
  const verified = run.inputs.verify && (!pull.isFork || askedBy !== undefined);
  const live = new Live(process.env, run);
  const verification = { live, merged: new MergedClusters(run), signal: run.signal };
  return show(run, pull, verified ? await verifyChange(preview, verification) : preview, notice);
}

/** Each file costs a call of those that the repository has in an hour, and whoever has a fork may push to it all day. */
const mostFiles = { fork: 50, branch: 200 };

/** The plan from the files alone. */
export async function previewPull(
  { github, inputs }: Run,
  { base, head, isFork }: PullRequest,
): Promise<PlannedChange> {
  const files = new CommittedFiles(github, inputs.files);
  const left = await mergeBase(github, base.sha, head.sha);
  const most = isFork ? mostFiles.fork : mostFiles.branch;
  return compareCommits(files, { base: base.sha, head: head.sha, mergeBase: left, most });
}

async function show(run: Run, pull: PullRequest, change: PlannedChange, notice?: string): Promise<Ending> {
  const context: CommentContext = {
    head: pull.head.sha,
    baseBranch: pull.base.branch,
    runUrl: run.url,
    ...(notice === undefined ? {} : { notice }),
  };
  const body = pullComment(change, context, mostCharacters - markerLine(marker).length - 1);
  const whole = pullComment(change, context, summaryCharacters);
  annotate(findings(change));
  await outputPlans(change, whole, planDirectory(process.env));
  await summarize(whole, body);
  await record(run, pull, change);
  if (run.inputs.comment) await comment(run, pull, change, body, context);
  const refused = isRefused(change);
  return { failed: refused, result: refused ? "refused" : change.clusters.some(hasSteps) ? "changes" : "no-changes" };
}

/** Records the verified plans on the head commit; what is applied later is compared with that. */
async function record({ github, url }: Run, { head }: PullRequest, { clusters }: PlannedChange): Promise<void> {
  try {
    for (const cluster of clusters) {
      const { spec, outcome } = cluster;
      if (!("plan" in outcome) || outcome.plan.basis !== "verified") continue;
      const { plan } = outcome;
      await recordPlan(github, {
        head: head.sha,
        cluster: `${spec.project}/${spec.name}`,
        digest: hasErrors(plan.diagnostics) ? undefined : plan.digest,
        steps: recordedSteps(plan),
        title: planPhrase(plan),
        summary: clusterSection(cluster, checkCharacters),
        url,
      });
    }
  } catch (error) {
    if (!isForbidden(error)) throw error;
    tell("The token may not write check runs, so nothing records this review; give the job `checks: write`");
  }
}

async function comment(
  { github, inputs }: Run,
  { number }: PullRequest,
  change: PlannedChange,
  body: string,
  context: CommentContext,
): Promise<void> {
  const worthy = change.clusters.some(hasSteps) || findings(change).length > 0 || isRefused(change);
  const posted = await postSticky(github, {
    number,
    marker,
    author: inputs.commentAuthor,
    body: worthy || context.notice !== undefined ? body : nothingLeft(context),
    create: worthy || context.notice !== undefined,
  });
  if (posted === "read-only") tell("The token may not write comments, as on pull requests from forks: see the summary");
  else if (typeof posted === "object") {
    setOutput("comment-url", posted.url);
    log(`Comment: ${posted.url}`);
  }
}
