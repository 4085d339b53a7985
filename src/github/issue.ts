import type { Github } from "./client.ts";
import { createOnce, unrepeated } from "./create-once.ts";
import { markerLine } from "./sticky-comment.ts";

export interface IssueText {
  readonly marker: string;
  readonly label: string;
  /** Whom the token writes as: issues with the marker by anybody else are not ours. */
  readonly author: string;
  readonly title: string;
  readonly body: string;
}

export type IssueChange = "opened" | "updated" | "unchanged";

/** Keeps one open issue up to date: opens it, or edits the one that is open already. */
export async function keepIssue(github: Github, text: IssueText): Promise<{ url: string; change: IssueChange }> {
  const { octokit, owner, repo } = github;
  const { marker, label, title } = text;
  const body = `${markerLine(marker)}\n${text.body}`;
  const old = await findIssue(github, text);
  if (old === undefined) {
    const draft = { owner, repo, title, body, labels: [label], ...unrepeated };
    const made = await createOnce(
      () => findIssue(github, text),
      async () => (await octokit.rest.issues.create(draft)).data,
    );
    return { url: made.html_url, change: "opened" };
  }
  if (old.title === title && old.body?.replaceAll("\r\n", "\n").trimEnd() === body.trimEnd()) {
    return { url: old.html_url, change: "unchanged" };
  }
  const { data } = await octokit.rest.issues.update({ owner, repo, issue_number: old.number, title, body });
  return { url: data.html_url, change: "updated" };
}

/** Closes the open issue, if there is one, with a comment that says why. Answers its URL. */
export async function closeIssue(
  github: Github,
  text: Pick<IssueText, "marker" | "label" | "author"> & { readonly reason: string },
): Promise<string | undefined> {
  const { octokit, owner, repo } = github;
  const old = await findIssue(github, text);
  if (old === undefined) return undefined;
  await octokit.rest.issues.createComment({ owner, repo, issue_number: old.number, body: text.reason });
  await octokit.rest.issues.update({
    owner,
    repo,
    issue_number: old.number,
    state: "closed",
    state_reason: "completed",
  });
  return old.html_url;
}

async function findIssue(
  { octokit, owner, repo }: Github,
  { marker, label, author }: Pick<IssueText, "marker" | "label" | "author">,
) {
  const pages = octokit.paginate.iterator(octokit.rest.issues.listForRepo, {
    owner,
    repo,
    labels: label,
    state: "open",
    per_page: 100,
  });
  for await (const { data } of pages) {
    const found = data.find(
      ({ user, body, pull_request }) =>
        pull_request === undefined && user?.login === author && body?.startsWith(markerLine(marker)),
    );
    if (found !== undefined) return found;
  }
  return undefined;
}
