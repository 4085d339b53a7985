import type { Github } from "./client.ts";

/**
 * Whether somebody may write to the repository, asked from GitHub at this moment: whoever may label or comment may do so
 * with less. Somebody unknown may not.
 */
export async function mayWrite({ octokit, owner, repo }: Github, login: string): Promise<boolean> {
  try {
    const { data } = await octokit.rest.repos.getCollaboratorPermissionLevel({ owner, repo, username: login });
    return data.permission === "admin" || data.permission === "write";
  } catch (error) {
    if (statusOf(error) === 404) return false;
    throw error;
  }
}

/** The HTTP status of an answer of GitHub's that was an error; undefined for every other error. */
export function statusOf(error: unknown): number | undefined {
  return error instanceof Error && "status" in error && typeof error.status === "number" ? error.status : undefined;
}

/** Whether GitHub has refused because the token may not, as with the read-only token of a fork's pull request. */
export function isForbidden(error: unknown): boolean {
  return (
    statusOf(error) === 403 && error instanceof Error && /not accessible|must have|read-?only/i.test(error.message)
  );
}
