import type { Github } from "./client.ts";

/** The pull request that a file's present contents came with. */
export interface Origin {
  readonly number: number;
  /** Its last commit, which is what was reviewed. */
  readonly head: string;
}

/**
 * The merged pull request that was the last to change a file on a branch; undefined where somebody has pushed the change
 * without one.
 */
export async function originOf(
  { octokit, owner, repo }: Github,
  { branch, commit, path }: { branch: string; commit: string; path: string },
): Promise<Origin | undefined> {
  const { data: commits } = await octokit.rest.repos.listCommits({ owner, repo, sha: commit, path, per_page: 1 });
  const [last] = commits;
  if (last === undefined) return undefined;
  const { data: pulls } = await octokit.rest.repos.listPullRequestsAssociatedWithCommit({
    owner,
    repo,
    commit_sha: last.sha,
  });
  const merged = pulls.filter(({ merged_at, base }) => merged_at !== null && base.ref === branch);
  const [pull] = merged.sort((a, b) => ((a.merged_at ?? "") < (b.merged_at ?? "") ? 1 : -1));
  return pull && { number: pull.number, head: pull.head.sha };
}

/** The branch that is applied. */
export async function defaultBranch({ octokit, owner, repo }: Github): Promise<string> {
  const { data } = await octokit.rest.repos.get({ owner, repo });
  return data.default_branch;
}
