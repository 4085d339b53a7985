import { type Call, ok, type Route, read } from "../call.ts";
import { differences } from "../git/compare.ts";
import { type Commit, readCommits } from "../git/read.ts";
import { GitHubError, notFound } from "../github-error.ts";
import { presentCommit, presentDifference } from "../present/git.ts";
import { presentPull } from "../present/pull.ts";
import { resolveRef } from "./revision.ts";

/** More files than this a comparison, or a commit, does not list. */
const mostFiles = 300;

/** Commits, and how two of them differ. */
export const commitRoutes: readonly Route[] = [
  {
    method: "GET",
    pattern: "/repos/:owner/:repo/commits",
    needs: read("contents"),
    answer: async ({ state, repository, query, urls }) => {
      const ref = query.get("sha") ?? repository.defaultBranch;
      const sha = await resolveRef(state, repository, ref);
      if (sha === undefined) throw notFound();
      const path = query.get("path");
      const commits = await readCommits(state.git, sha, ...(path === null ? [] : ["--", path]));
      return { list: commits.map((each) => presentCommit(each, repository.fullName, state, urls)) };
    },
  },
  {
    method: "GET",
    pattern: "/repos/:owner/:repo/commits/:ref/pulls",
    needs: read("pull-requests", "contents"),
    answer: async (call) => {
      const { state, repository, urls } = call;
      const { sha } = await commitOf(call);
      const found = [];
      for (const issue of state.issues) {
        const { pull } = issue;
        if (pull === undefined || issue.repository !== repository) continue;
        // One that was merged belongs to the commits it brought, and to the commit that merged it.
        const brought =
          (await state.git.isAncestor(sha, pull.head.sha)) && !(await state.git.isAncestor(sha, pull.base.sha));
        if (brought || (pull.mergedAt !== null && pull.mergeCommitSha === sha)) found.push({ issue, pull });
      }
      return { list: found.map(({ issue, pull }) => presentPull(issue, pull, state, urls)) };
    },
  },
  {
    method: "GET",
    pattern: "/repos/:owner/:repo/commits/:ref",
    needs: read("contents"),
    answer: async (call) => {
      const { state, repository, urls } = call;
      const commit = await commitOf(call);
      const [parent = emptyTree] = commit.parents;
      const files = (await differences(state.git, parent, commit.sha)).slice(0, mostFiles);
      const shown = files.map((file) => presentDifference(file, repository.fullName, commit.sha, urls));
      return ok({ ...presentCommit(commit, repository.fullName, state, urls), files: shown });
    },
  },
  {
    method: "GET",
    pattern: "/repos/:owner/:repo/compare/*basehead",
    needs: read("contents"),
    answer: compare,
  },
];

const emptyTree = "4b825dc642cb6eb9a060e54bf8d69288fbee4904";

async function commitOf(call: Call): Promise<Commit> {
  const ref = call.params["ref"] ?? "";
  const sha = await resolveRef(call.state, call.repository, ref);
  const [commit] = sha === undefined ? [] : await readCommits(call.state.git, "-1", sha);
  if (commit === undefined) throw new GitHubError(422, `No commit found for SHA: ${ref}`);
  return commit;
}

async function compare(call: Call) {
  const { state, repository, params, urls, query } = call;
  const { git } = state;
  const [baseName = "", headName = ""] = (params["basehead"] ?? "").split("...");
  const base = await end(call, baseName);
  const head = await end(call, headName);
  const common = await git.mergeBase(base, head);
  if (common === undefined) throw new GitHubError(404, `No common ancestor between ${baseName} and ${headName}.`);
  const ahead = (await readCommits(git, `${base}..${head}`)).toReversed();
  const behind = await readCommits(git, `${head}..${base}`);
  const [baseCommit] = await readCommits(git, "-1", base);
  const [commonCommit] = await readCommits(git, "-1", common);
  const show = (commit: Commit | undefined) => commit && presentCommit(commit, repository.fullName, state, urls);
  const page = Number(query.get("page") ?? 1);
  const size = Number(query.get("per_page") ?? 250);
  // Files come with the first page of commits only.
  const files = page === 1 ? (await differences(git, common, head)).slice(0, mostFiles) : undefined;
  const url = `${urls.api}/repos/${repository.fullName}/compare/${base}...${head}`;
  const html = `${urls.server}/${repository.fullName}/compare/${base}...${head}`;
  return ok({
    ...{ url, html_url: html, permalink_url: html, diff_url: `${html}.diff`, patch_url: `${html}.patch` },
    base_commit: show(baseCommit),
    merge_base_commit: show(commonCommit),
    status: ahead.length > 0 ? (behind.length > 0 ? "diverged" : "ahead") : behind.length > 0 ? "behind" : "identical",
    ahead_by: ahead.length,
    behind_by: behind.length,
    total_commits: ahead.length,
    commits: ahead.slice((page - 1) * size, page * size).map(show),
    ...(files === undefined
      ? {}
      : { files: files.map((file) => presentDifference(file, repository.fullName, head, urls)) }),
  });
}

/** `branch`, `owner:branch` or a commit. */
async function end(call: Call, name: string): Promise<string> {
  const [, owner, branch] = /^([^:]+):(.+)$/.exec(name) ?? [];
  const repository =
    owner === undefined
      ? call.repository
      : [...call.state.repositories.values()].find((each) => each.owner.login === owner);
  const sha = repository && (await resolveRef(call.state, repository, branch ?? name));
  if (sha === undefined) throw notFound();
  return sha;
}
