import type { Github } from "./client.ts";
import { createOnce, unrepeated } from "./create-once.ts";
import { isForbidden } from "./permission.ts";

/** As much as a comment holds, in characters. */
export const mostCharacters = 65_536;

export interface Sticky {
  /** Of the pull request or issue. */
  readonly number: number;
  /** Tells this comment from others of the same author. */
  readonly marker: string;
  /** Whom the token writes as. A comment with the marker by anybody else is not ours. */
  readonly author: string;
  readonly body: string;
  /** Whether to write one where there is none yet. */
  readonly create: boolean;
}

export type Posted = { readonly url: string } | "unchanged" | "none" | "read-only";

/**
 * Keeps one comment up to date: writes it once, then edits it in place. What people have changed in it goes. Answers
 * "read-only" where the token may not write, as in a fork's pull request.
 */
export async function postSticky(github: Github, { number, marker, author, body, create }: Sticky): Promise<Posted> {
  const { octokit, owner, repo } = github;
  const text = `${markerLine(marker)}\n${body}`;
  try {
    const old = await findComment(github, number, marker, author);
    if (old === undefined && !create) return "none";
    if (old?.body?.replaceAll("\r\n", "\n").trimEnd() === text.trimEnd()) return "unchanged";
    if (old !== undefined) {
      const { data } = await octokit.rest.issues.updateComment({ owner, repo, comment_id: old.id, body: text });
      return { url: data.html_url };
    }
    const comment = { owner, repo, issue_number: number, body: text, ...unrepeated };
    const made = await createOnce(
      () => findComment(github, number, marker, author),
      async () => (await octokit.rest.issues.createComment(comment)).data,
    );
    return { url: made.html_url };
  } catch (error) {
    if (isForbidden(error)) return "read-only";
    throw error;
  }
}

/** What the marker costs of a comment's room. */
export function markerLine(marker: string): string {
  return `<!-- ${marker} -->`;
}

async function findComment({ octokit, owner, repo }: Github, number: number, marker: string, author: string) {
  const pages = octokit.paginate.iterator(octokit.rest.issues.listComments, {
    owner,
    repo,
    issue_number: number,
    per_page: 100,
  });
  for await (const { data } of pages) {
    const found = data.find(({ user, body }) => user?.login === author && body?.startsWith(markerLine(marker)));
    if (found !== undefined) return found;
  }
  return undefined;
}
