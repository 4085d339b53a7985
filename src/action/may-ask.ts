import type { Asker } from "../github/intent.ts";
import { mayWrite } from "../github/permission.ts";
import { react, reply } from "../github/reaction.ts";
import { inlineCode } from "../report/markdown/markdown-text.ts";
import { tell } from "./annotate.ts";
import type { Run } from "./run.ts";

/** Whether somebody may ask for something, with an answer to them: the permission that they have now decides. */
export async function mayAsk({ github }: Run, number: number, { login, comment }: Asker): Promise<boolean> {
  const may = await mayWrite(github, login);
  if (comment !== undefined) await react(github, comment, may ? "eyes" : "-1");
  if (may) return true;
  tell(`${login} may not write to this repository, so nothing was done`);
  if (comment === undefined) {
    await reply(github, number, `${inlineCode(login)} may not write to this repository, so nothing was done.`);
  }
  return false;
}
