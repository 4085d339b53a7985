import * as z from "zod";
import { bodyOf, type Call, created, ok, pullOf, type Route, read, write } from "../call.ts";
import { differences, linesShown } from "../git/compare.ts";
import { readCommits } from "../git/read.ts";
import { GitHubError, invalid } from "../github-error.ts";
import { presentCommit, presentDifference } from "../present/git.ts";
import { presentReviewComment } from "../present/issue.ts";
import { presentPull } from "../present/pull.ts";
import type { ReviewComment } from "../state/records.ts";
import { checkLength } from "./comments.ts";

/** More files than this GitHub does not list. */
const mostFiles = 3000;

const remark = z.object({
  body: z.string().min(1),
  path: z.string(),
  commit_id: z.string().optional(),
  line: z.number().int().positive(),
  start_line: z.number().int().positive().optional(),
  side: z.enum(["LEFT", "RIGHT"]).optional(),
  start_side: z.enum(["LEFT", "RIGHT"]).optional(),
});
const review = z.object({
  event: z.enum(["APPROVE", "REQUEST_CHANGES", "COMMENT"]).optional(),
  body: z.string().optional(),
  commit_id: z.string().optional(),
  comments: z.array(remark.omit({ commit_id: true })).default([]),
});

/** Pull requests, their files, commits and remarks on lines. */
export const pullRoutes: readonly Route[] = [
  {
    method: "GET",
    pattern: "/repos/:owner/:repo/pulls",
    needs: read("pull-requests"),
    answer: ({ state, repository, query, urls }) => {
      const wanted = query.get("state") ?? "open";
      const [head, base] = [query.get("head"), query.get("base")];
      const found = state.issues.filter(
        ({ pull, ...issue }) =>
          pull !== undefined &&
          issue.repository === repository &&
          (wanted === "all" || issue.state === wanted) &&
          (head === null || head === `${pull.head.repository.owner.login}:${pull.head.ref}`) &&
          (base === null || base === pull.base.ref),
      );
      return { list: found.toReversed().map((each) => each.pull && presentPull(each, each.pull, state, urls)) };
    },
  },
  {
    method: "GET",
    pattern: "/repos/:owner/:repo/pulls/:number",
    needs: read("pull-requests"),
    answer: (call) => {
      const { issue, pull } = pullOf(call);
      return ok(presentPull(issue, pull, call.state, call.urls));
    },
  },
  {
    method: "GET",
    pattern: "/repos/:owner/:repo/pulls/:number/files",
    needs: read("pull-requests"),
    answer: async (call) => {
      const { pull } = pullOf(call);
      const files = (await changed(call)).slice(0, mostFiles);
      return { list: files.map((file) => presentDifference(file, call.repository.fullName, pull.head.sha, call.urls)) };
    },
  },
  {
    method: "GET",
    pattern: "/repos/:owner/:repo/pulls/:number/commits",
    needs: read("pull-requests"),
    answer: async ({ state, repository, urls, ...call }) => {
      const { pull } = pullOf({ state, repository, urls, ...call });
      const commits = await readCommits(state.git, `${pull.base.sha}..${pull.head.sha}`);
      return { list: commits.toReversed().map((each) => presentCommit(each, repository.fullName, state, urls)) };
    },
  },
  {
    method: "GET",
    pattern: "/repos/:owner/:repo/pulls/:number/comments",
    needs: read("pull-requests"),
    answer: (call) => {
      const { issue } = pullOf(call);
      const found = call.state.reviewComments.filter((each) => each.issue === issue);
      return { list: found.map((each) => presentReviewComment(each, call.urls)) };
    },
  },
  {
    method: "POST",
    pattern: "/repos/:owner/:repo/pulls/:number/comments",
    needs: write("pull-requests"),
    answer: async (call) => {
      const wanted = bodyOf(call, remark.required({ commit_id: true }));
      return created(presentReviewComment(await say(call, wanted, wanted.commit_id), call.urls));
    },
  },
  {
    method: "POST",
    pattern: "/repos/:owner/:repo/pulls/:number/reviews",
    needs: write("pull-requests"),
    answer: async (call) => {
      const { pull } = pullOf(call);
      const { event = "COMMENT", body = "", comments, commit_id = pull.head.sha } = bodyOf(call, review);
      if (event !== "APPROVE" && body === "" && comments.length === 0)
        throw new GitHubError(422, "Unprocessable Entity", { errors: ["Body can't be blank"] });
      for (const each of comments) await say(call, each, commit_id);
      const state = { APPROVE: "APPROVED", REQUEST_CHANGES: "CHANGES_REQUESTED", COMMENT: "COMMENTED" }[event];
      return ok({ id: call.state.nextId(), body, state, commit_id });
    },
  },
];

async function changed(call: Call) {
  const { git } = call.state;
  const { pull } = pullOf(call);
  const base = (await git.mergeBase(pull.base.sha, pull.head.sha)) ?? pull.base.sha;
  return differences(git, base, pull.head.sha);
}

async function say(call: Call, wanted: Omit<z.infer<typeof remark>, "commit_id">, commit: string) {
  const { issue } = pullOf(call);
  checkLength(wanted.body, "PullRequestReviewComment");
  const file = (await changed(call)).find(({ path }) => path === wanted.path);
  if (file === undefined) throw invalid("PullRequestReviewComment", "path", "path could not be resolved");
  const shown = linesShown(file.patch);
  const { line, start_line: startLine } = wanted;
  if (wanted.side !== "LEFT" && !(shown.has(line) && shown.has(startLine ?? line)))
    throw invalid("PullRequestReviewComment", "line", "line must be part of the diff");
  const comment: ReviewComment = {
    id: call.state.nextId(),
    issue,
    body: wanted.body,
    user: call.token.account,
    path: wanted.path,
    commit,
    line,
    startLine,
    createdAt: call.state.now(),
  };
  call.state.reviewComments.push(comment);
  return comment;
}
