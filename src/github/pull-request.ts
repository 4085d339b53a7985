import type { Github } from "./client.ts";

/** A pull request as it is now. Branch names in it are somebody's text. */
export interface PullRequest {
  readonly number: number;
  readonly open: boolean;
  readonly head: { readonly sha: string; readonly branch: string };
  readonly base: { readonly sha: string; readonly branch: string };
  /** Whether the head is in another repository, or in one that is gone. */
  readonly isFork: boolean;
  readonly labels: readonly string[];
  readonly url: string;
}

export async function readPullRequest({ octokit, owner, repo }: Github, number: number): Promise<PullRequest> {
  const { data } = await octokit.rest.pulls.get({ owner, repo, pull_number: number });
  const { head, base, state, labels, html_url: url } = data;
  return {
    number,
    open: state === "open",
    head: { sha: head.sha, branch: head.ref },
    base: { sha: base.sha, branch: base.ref },
    isFork: head.repo?.full_name.toLowerCase() !== base.repo.full_name.toLowerCase(),
    labels: labels.map(({ name }) => name),
    url,
  };
}

/** The commit at which a head has left its base. */
export async function mergeBase({ octokit, owner, repo }: Github, base: string, head: string): Promise<string> {
  const { data } = await octokit.rest.repos.compareCommitsWithBasehead({
    owner,
    repo,
    basehead: `${base}...${head}`,
    per_page: 1,
  });
  return data.merge_base_commit.sha;
}

/** Where a branch is now. */
export async function branchTip({ octokit, owner, repo }: Github, branch: string): Promise<string> {
  const { data } = await octokit.rest.git.getRef({ owner, repo, ref: `heads/${branch}` });
  return data.object.sha;
}
