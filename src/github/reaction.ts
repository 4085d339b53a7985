import type { Github } from "./client.ts";
import { isForbidden } from "./permission.ts";

/** Shows somebody that a comment was read: `eyes` for work that has begun, `-1` for what they may not ask for. */
export async function react({ octokit, owner, repo }: Github, comment: number, content: "eyes" | "-1"): Promise<void> {
  try {
    await octokit.rest.reactions.createForIssueComment({ owner, repo, comment_id: comment, content });
  } catch (error) {
    if (!isForbidden(error)) throw error;
  }
}

/** Answers on a pull request or issue. False where the token may not write. */
export async function reply({ octokit, owner, repo }: Github, number: number, body: string): Promise<boolean> {
  try {
    await octokit.rest.issues.createComment({ owner, repo, issue_number: number, body });
    return true;
  } catch (error) {
    if (isForbidden(error)) return false;
    throw error;
  }
}
