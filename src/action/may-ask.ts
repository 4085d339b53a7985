import type { Asker } from "../github/intent.ts";
import { mayWrite } from "../github/permission.ts";
import { react, reply } from "../github/reaction.ts";
import { inlineCode } from "../report/markdown/markdown-text.ts";
import { tell } from "./annotate.ts";
import type { Run } from "./run.ts";

/**
 * Whether somebody may ask for something, with an answer to them: the permission that they have now decides. Where the
 * run was started again, it is as if the one who did that had asked, too.
 */
export async function mayAsk(run: Run, number: number, { login, comment }: Asker): Promise<boolean> {
  const { github, restartedBy } = run;
  const askers = [login, ...(restartedBy === undefined ? [] : [restartedBy])];
  const rights = await Promise.all(askers.map((each) => mayWrite(github, each)));
  const refused = askers.find((_, at) => !rights[at]);
  if (comment !== undefined) await react(github, comment, refused === undefined ? "eyes" : "-1");
  if (refused === undefined) return true;
  tell(`${refused} may not write to this repository, so nothing was done`);
  if (comment === undefined) {
    await reply(github, number, `${inlineCode(refused)} may not write to this repository, so nothing was done.`);
  }
  return false;
}
