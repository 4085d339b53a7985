import type { ClusterFile } from "../../adapters/cluster-files.ts";
import type { PullRequest } from "../../github/pull-request.ts";
import { reply } from "../../github/reaction.ts";
import { commentOnLines } from "../../github/review-comment.ts";
import { renderTextDiff } from "../../report/diff/text-diff.ts";
import { fenced, inlineCode, inlineText } from "../../report/markdown/markdown-text.ts";
import { tell } from "../annotate.ts";
import { summarize } from "../outputs.ts";
import type { Ending, Run } from "../run.ts";
import { suggestedLines } from "../shown/suggested-lines.ts";

/** A change of a cluster file that cannot be committed. */
export interface Offer {
  readonly file: ClusterFile;
  /** The file's new text. */
  readonly text: string;
  /** What the change does, and why it cannot be committed: one or two sentences. */
  readonly why: string;
}

/**
 * Offers the exact change on the pull request: as a suggestion that is committed with one click, where its lines are among
 * those that the pull request shows; as a difference to copy everywhere else.
 */
export async function offerChange(run: Run, pull: PullRequest, { file, text, why }: Offer): Promise<Ending> {
  const reason = `${inlineText(why.replace(/\.$/, ""))}`;
  for (const { start, end, text: lines } of suggestedLines(file.text, text)) {
    const body = `${reason}. Commit this suggestion to make the change:\n\n${fenced("suggestion", lines)}`;
    const place = { number: pull.number, commit: pull.head.sha, path: file.file, start, end };
    const posted = await commentOnLines(run.github, { ...place, body });
    if (posted === undefined) continue;
    const summary = `${reason}. The change is [a suggestion](${posted.url}) on the pull request.`;
    await summarize(summary, summary);
    return { failed: false, result: "refused" };
  }
  const difference = renderTextDiff(file.text, text, { color: false }).trimEnd().split("\n");
  const where = `${reason}, so the change has to be made by hand, in ${inlineCode(file.file)}:`;
  return refuseLabel(run, pull, `${where}\n\n${fenced("diff", difference)}`);
}

/** Says on the pull request why a label was not followed. The job does not fail for what somebody has asked wrongly. */
export async function refuseLabel(run: Run, pull: PullRequest, reason: string): Promise<Ending> {
  await summarize(reason, reason);
  if (!(await reply(run.github, pull.number, reason))) tell("The token may not write comments: see the summary");
  return { failed: false, result: "refused" };
}
