import * as z from "zod";
import { bodyOf, created, issueOf, ok, type Route, read, write } from "../call.ts";
import { GitHubError, invalid, notFound } from "../github-error.ts";
import { presentIssue, presentLabel } from "../present/issue.ts";
import type { Issue } from "../state/records.ts";
import { checkLength } from "./comments.ts";

const shape = z.object({
  title: z.string().min(1).max(256),
  body: z.string().nullish(),
  labels: z.array(z.string()).optional(),
});
const change = shape.partial().extend({
  state: z.enum(["open", "closed"]).optional(),
  state_reason: z.enum(["completed", "not_planned", "reopened", "duplicate"]).nullish(),
});
const names = z.object({ labels: z.array(z.string().min(1).max(50)) });

/** Issues, pull requests as issues, and their labels. */
export const issueRoutes: readonly Route[] = [
  {
    method: "GET",
    pattern: "/repos/:owner/:repo/issues",
    needs: read("issues"),
    answer: ({ state, repository, query, urls }) => {
      const wanted = query.get("state") ?? "open";
      const creator = query.get("creator");
      const labels = query.get("labels")?.split(",").filter(Boolean) ?? [];
      const found = state.issues.filter(
        (each) =>
          each.repository === repository &&
          (wanted === "all" || each.state === wanted) &&
          (creator === null || creator === each.user.login) &&
          labels.every((label) => has(each, label)),
      );
      // The newest first, pull requests among them.
      return { list: found.toReversed().map((each) => presentIssue(each, state, urls)) };
    },
  },
  {
    method: "POST",
    pattern: "/repos/:owner/:repo/issues",
    needs: write("issues"),
    answer: (call) => {
      const { state, repository, token, urls } = call;
      const { title, body = null, labels = [] } = bodyOf(call, shape);
      checkLength(body ?? "", "Issue");
      for (const label of labels) state.label(repository, label);
      const who = { user: token.account, app: token.app };
      return created(
        presentIssue(state.addIssue({ repository, title, body, labels, ...who, pull: undefined }), state, urls),
      );
    },
  },
  {
    method: "GET",
    pattern: "/repos/:owner/:repo/issues/:number",
    needs: read("issues", "pull-requests"),
    answer: (call) => ok(presentIssue(issueOf(call), call.state, call.urls)),
  },
  {
    method: "PATCH",
    pattern: "/repos/:owner/:repo/issues/:number",
    needs: write("issues", "pull-requests"),
    answer: (call) => {
      const issue = issueOf(call);
      const { title, body, labels, state, state_reason } = bodyOf(call, change);
      checkLength(body ?? "", "Issue");
      if (title !== undefined) issue.title = title;
      if (body !== undefined) issue.body = body;
      if (labels !== undefined) issue.labels = labels;
      issue.updatedAt = call.state.now();
      if (state !== undefined && state !== issue.state) {
        issue.state = state;
        issue.closedAt = state === "closed" ? issue.updatedAt : null;
        issue.stateReason = state_reason ?? (state === "closed" ? "completed" : "reopened");
      }
      return ok(presentIssue(issue, call.state, call.urls));
    },
  },
  {
    method: "GET",
    pattern: "/repos/:owner/:repo/issues/:number/labels",
    needs: read("issues", "pull-requests"),
    answer: (call) => ({ list: labelsOf(call) }),
  },
  {
    method: "POST",
    pattern: "/repos/:owner/:repo/issues/:number/labels",
    needs: write("issues", "pull-requests"),
    answer: (call) => {
      const issue = issueOf(call);
      for (const label of bodyOf(call, names).labels) if (!has(issue, label)) issue.labels.push(label);
      return ok(labelsOf(call));
    },
  },
  {
    method: "DELETE",
    pattern: "/repos/:owner/:repo/issues/:number/labels/:name",
    needs: write("issues", "pull-requests"),
    answer: (call) => {
      const issue = issueOf(call);
      const name = call.params["name"] ?? "";
      if (!has(issue, name)) throw new GitHubError(404, "Label does not exist");
      issue.labels = issue.labels.filter((each) => each.toLowerCase() !== name.toLowerCase());
      issue.updatedAt = call.state.now();
      return ok(labelsOf(call));
    },
  },
  {
    method: "GET",
    pattern: "/repos/:owner/:repo/labels/:name",
    needs: read("issues", "pull-requests"),
    answer: ({ state, repository, params, urls }) => {
      const label = state.labels.get(`${repository.fullName}\n${params["name"]?.toLowerCase()}`);
      if (label === undefined) throw notFound();
      return ok(presentLabel(label, repository, urls));
    },
  },
  {
    method: "POST",
    pattern: "/repos/:owner/:repo/labels",
    needs: write("issues", "pull-requests"),
    answer: (call) => {
      const { state, repository, urls } = call;
      const { name } = bodyOf(call, z.object({ name: z.string().min(1).max(50) }));
      if (state.labels.has(`${repository.fullName}\n${name.toLowerCase()}`))
        throw invalid("Label", "name", "already_exists");
      return created(presentLabel(state.label(repository, name), repository, urls));
    },
  },
  {
    method: "POST",
    pattern: "/repos/:owner/:repo/issues/:number/assignees",
    needs: write("issues", "pull-requests"),
    answer: (call) => created(presentIssue(issueOf(call), call.state, call.urls)),
  },
];

function has(issue: Issue, label: string): boolean {
  return issue.labels.some((each) => each.toLowerCase() === label.toLowerCase());
}

function labelsOf(call: Parameters<Route["answer"]>[0]) {
  const { state, repository, urls } = call;
  return issueOf(call).labels.map((name) => presentLabel(state.label(repository, name), repository, urls));
}
