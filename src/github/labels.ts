import type { Github } from "./client.ts";
import { isForbidden, statusOf } from "./permission.ts";

/** Takes a label off a pull request, so that putting it on again asks again. */
export async function removeLabel({ octokit, owner, repo }: Github, number: number, name: string): Promise<void> {
  try {
    await octokit.rest.issues.removeLabel({ owner, repo, issue_number: number, name });
  } catch (error) {
    // Somebody was faster, or the token may not write.
    if (statusOf(error) !== 404 && !isForbidden(error)) throw error;
  }
}
