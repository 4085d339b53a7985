import type { Signature } from "../git/change.ts";
import type { Account } from "./account.ts";
import type { GitHubState } from "./github-state.ts";
import type { Issue, Pull } from "./records.ts";
import { branchReference, type Repository } from "./repository.ts";

/** How GitHub names somebody in commits. */
export function signature(state: GitHubState, account: Account): Signature {
  const email = `${account.id}+${account.login}@users.noreply.example.com`;
  return { name: account.login, email, seconds: state.seconds() };
}

/** The commit that a branch names now. */
export async function branchHead(
  state: GitHubState,
  repository: Repository,
  branch: string,
): Promise<string | undefined> {
  return state.git.resolve(branchReference(repository, branch));
}

/**
 * What GitHub does after a push: every open pull request of that branch takes the new head, and every open one into it
 * the new base. Answers with those whose head has moved.
 */
export async function refreshPulls(state: GitHubState, repository: Repository, branch: string): Promise<Issue[]> {
  const sha = await branchHead(state, repository, branch);
  const moved: Issue[] = [];
  for (const issue of state.issues) {
    const { pull } = issue;
    if (pull === undefined || issue.state !== "open" || sha === undefined) continue;
    const isHead = pull.head.repository === repository && pull.head.ref === branch && pull.head.sha !== sha;
    const isBase = pull.base.repository === repository && pull.base.ref === branch && pull.base.sha !== sha;
    if (isHead) {
      pull.head.sha = sha;
      moved.push(issue);
    }
    if (isBase) pull.base.sha = sha;
    if (isHead || isBase) await refreshMerge(state, issue, pull);
  }
  return moved;
}

/** Writes `refs/pull/N/head` and the test merge `refs/pull/N/merge`; there is none where the two conflict. */
export async function refreshMerge(state: GitHubState, issue: Issue, pull: Pull): Promise<void> {
  const { git } = state;
  const message = `Merge ${pull.head.sha} into ${pull.base.sha}`;
  const merged = await git.merge(pull.base.sha, pull.head.sha, message, signature(state, issue.user));
  pull.mergeCommitSha = merged ?? null;
  issue.updatedAt = state.now();
  await git.point(`refs/pull/${issue.number}/head`, pull.head.sha);
  if (merged !== undefined) await git.point(`refs/pull/${issue.number}/merge`, merged);
  else if ((await git.resolve(`refs/pull/${issue.number}/merge`)) !== undefined)
    await git.point(`refs/pull/${issue.number}/merge`, null);
}
