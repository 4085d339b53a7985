import type { Github } from "./client.ts";
import { isForbidden, statusOf } from "./permission.ts";

export interface ReviewComment {
  readonly number: number;
  /** The head that the lines are counted in. */
  readonly commit: string;
  readonly path: string;
  /** Lines from 1, inclusive. */
  readonly start: number;
  readonly end: number;
  readonly body: string;
}

/**
 * Comments on lines of a file in a pull request. Answers undefined where GitHub does not take it: on lines that the pull
 * request does not show, or with a token that may not write.
 */
export async function commentOnLines(
  { octokit, owner, repo }: Github,
  { number, commit, path, start, end, body }: ReviewComment,
): Promise<{ readonly url: string } | undefined> {
  const place = { path, line: end, side: "RIGHT", ...(start < end ? { start_line: start, start_side: "RIGHT" } : {}) };
  try {
    const { data } = await octokit.rest.pulls.createReviewComment({
      owner,
      repo,
      pull_number: number,
      commit_id: commit,
      body,
      ...(place as { path: string; line: number; side: "RIGHT" }),
    });
    return { url: data.html_url };
  } catch (error) {
    if (statusOf(error) === 422 || isForbidden(error)) return undefined;
    throw error;
  }
}
