import type { Intent } from "../../github/intent.ts";
import { reply } from "../../github/reaction.ts";
import { inlineCode } from "../../report/markdown/markdown-text.ts";
import { mayAsk } from "../may-ask.ts";
import type { Ending, Run } from "../run.ts";

const text = `| Comment | |
|---|---|
| \`/quorate plan\` | plans this pull request again; a fork's with credentials |
| \`/quorate plan COMMIT\` | the same, if this commit is still its head |
| \`/quorate apply COMMIT\` | applies it before it is merged, if this commit is still its head, and the workflow allows that |
| \`/quorate apply sha256:DIGEST\` | the same, if this is still the plan of its only cluster that changes |

\`COMMIT\` is at least 7 digits of the commit that you have looked at, \`DIGEST\` at least 12 of its plan's digest.

| Label | |
|---|---|
| \`replica/add:ZONE\` | adds a replica to the file, and plans |
| \`replica/remove:NAME-or-ZONE\` | removes a replica from the file, and plans |

With several clusters, labels begin with the cluster: \`prod/replica/add:europe-west1-d\`.`;

/** Answers what can be asked for. */
export async function help(run: Run, asked: Intent & { readonly kind: "help" }): Promise<Ending> {
  if (!(await mayAsk(run, asked.number, asked.askedBy))) return { failed: false, result: "ignored" };
  const first = asked.unknown === undefined ? "" : `There is no command ${inlineCode(asked.unknown)}.\n\n`;
  await reply(run.github, asked.number, `${first}${text}`);
  return { failed: false, result: "ignored" };
}
