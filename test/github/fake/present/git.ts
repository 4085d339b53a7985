import type { components } from "@octokit/openapi-types";
import type { FileDifference } from "../git/compare.ts";
import type { Commit } from "../git/read.ts";
import type { GitHubState } from "../state/github-state.ts";
import { presentUser } from "./people.ts";
import { nodeId, type Urls } from "./urls.ts";

type Schemas = components["schemas"];

/** A commit as the API shows it, without its files. */
export function presentCommit(commit: Commit, fullName: string, state: GitHubState, urls: Urls) {
  const api = `${urls.api}/repos/${fullName}`;
  const html = `${urls.server}/${fullName}/commit/${commit.sha}`;
  const found = state.accounts.get(commit.author.name);
  const user = found === undefined ? null : presentUser(found, urls);
  const who = { name: commit.author.name, email: commit.author.email, date: commit.author.date };
  return {
    sha: commit.sha,
    node_id: nodeId("C", Number.parseInt(commit.sha.slice(0, 8), 16)),
    commit: {
      author: who,
      committer: who,
      message: commit.message,
      tree: { sha: commit.tree, url: `${api}/git/trees/${commit.tree}` },
      url: `${api}/git/commits/${commit.sha}`,
      comment_count: 0,
      verification: { verified: false, reason: "unsigned", signature: null, payload: null, verified_at: null },
    },
    url: `${api}/commits/${commit.sha}`,
    html_url: html,
    comments_url: `${api}/commits/${commit.sha}/comments`,
    author: user,
    committer: user,
    parents: commit.parents.map((sha) => ({
      sha,
      url: `${api}/commits/${sha}`,
      html_url: html.replace(commit.sha, sha),
    })),
  } satisfies Schemas["commit"];
}

/** A changed file, as a pull request and a comparison list it. */
export function presentDifference(
  file: FileDifference,
  fullName: string,
  head: string,
  urls: Urls,
): Schemas["diff-entry"] {
  const path = encodeURI(file.path);
  return {
    sha: file.sha,
    filename: file.path,
    status: file.status,
    additions: file.additions,
    deletions: file.deletions,
    changes: file.additions + file.deletions,
    blob_url: `${urls.server}/${fullName}/blob/${head}/${path}`,
    raw_url: `${urls.server}/${fullName}/raw/${head}/${path}`,
    contents_url: `${urls.api}/repos/${fullName}/contents/${path}?ref=${head}`,
    ...(file.patch === undefined ? {} : { patch: file.patch }),
    ...(file.previous === undefined ? {} : { previous_filename: file.previous }),
  };
}
