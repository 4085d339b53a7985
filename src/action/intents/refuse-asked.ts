import type { PullRequest } from "../../github/pull-request.ts";
import { reply } from "../../github/reaction.ts";
import type { Revision } from "../../github/revision.ts";
import { fenced } from "../../report/markdown/markdown-text.ts";
import { tell } from "../annotate.ts";
import type { Ending, Run } from "../run.ts";

/** Does nothing of what was asked for, and answers why. `reason` is Markdown. */
export async function refuseAsked(run: Run, number: number, reason: string): Promise<Ending> {
  tell(reason.replace(/\n+(?:```\n*)?/g, " ").trim());
  await reply(run.github, number, reason);
  return { failed: false, result: "refused" };
}

/** The answer to somebody who has looked at a commit that is not the head. */
export function otherHead({ head }: Pick<PullRequest, "head">, { begins }: Revision): string {
  const [now, then] = [head.sha, begins].map((each) => each.slice(0, 12));
  return `The head is \`${now}\`, not \`${then}\`: the branch may have been pushed to after this was asked for. Look at the new plan, and ask again.`;
}

/** The answer to somebody who has not said what they have looked at, with the line to copy. */
export function whichOne({ head }: Pick<PullRequest, "head">): string {
  const command = `/quorate apply ${head.sha.slice(0, 12)}`;
  return `Nothing was applied: a push may come between a look and an apply, so an apply names the commit. If the plan of this one is right, write:\n\n${fenced("", [command])}`;
}
