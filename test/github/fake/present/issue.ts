import type { components } from "@octokit/openapi-types";
import type { GitHubState } from "../state/github-state.ts";
import type { Comment, Issue, Label, Reaction, ReviewComment } from "../state/records.ts";
import { type Repository, roleOf } from "../state/repository.ts";
import { type Example, example } from "./example.ts";
import { presentApp, presentUser } from "./people.ts";
import { nodeId, placed, type Urls } from "./urls.ts";

type Schemas = components["schemas"];
type Shown = Example<"issue_comment">["issue"];
const model = example("issue_comment", "created").issue;

/** An issue, or a pull request seen as one, as the API and the payloads of events show it. */
export function presentIssue(issue: Issue, state: GitHubState, urls: Urls): Shown {
  const { number, repository } = issue;
  const kind = issue.pull === undefined ? "issues" : "pull";
  const html = `${urls.server}/${repository.fullName}/${kind}/${number}`;
  const shown = JSON.stringify({
    ...placed(model, urls, repository.fullName),
    assignee: null,
    assignees: [],
    milestone: null,
  });
  const pull = `${urls.api}/repos/${repository.fullName}/pulls/${number}`;
  return {
    ...(JSON.parse(shown.replaceAll(`/issues/${model.number}`, `/issues/${number}`)) as Shown),
    id: issue.id,
    node_id: nodeId("I", issue.id),
    number,
    html_url: html,
    title: issue.title,
    user: presentUser(issue.user, urls),
    labels: issue.labels.map((name) => presentLabel(state.label(repository, name), repository, urls)),
    state: issue.state,
    comments: state.comments.filter((comment) => comment.issue === issue).length,
    created_at: issue.createdAt,
    updated_at: issue.updatedAt,
    closed_at: issue.closedAt,
    body: issue.body,
    author_association: association(issue.repository, issue.user.login),
    ...(issue.pull === undefined
      ? {}
      : { pull_request: { url: pull, html_url: html, diff_url: `${html}.diff`, patch_url: `${html}.patch` } }),
    performed_via_github_app: presentApp(issue.app, urls),
  } as Shown;
}

export function presentLabel(label: Label, repository: Repository, urls: Urls): Schemas["label"] & { id: number } {
  const url = `${urls.api}/repos/${repository.fullName}/labels/${encodeURIComponent(label.name)}`;
  const { id, name, color, description } = label;
  return { id, node_id: nodeId("LA", id), url, name, color, description, default: false };
}

export function presentComment(comment: Comment, urls: Urls): Schemas["issue-comment"] {
  const { issue } = comment;
  const base = `${urls.api}/repos/${issue.repository.fullName}`;
  const page = `${urls.server}/${issue.repository.fullName}/${issue.pull === undefined ? "issues" : "pull"}/${issue.number}`;
  return {
    id: comment.id,
    node_id: nodeId("IC", comment.id),
    url: `${base}/issues/comments/${comment.id}`,
    html_url: `${page}#issuecomment-${comment.id}`,
    issue_url: `${base}/issues/${issue.number}`,
    user: presentUser(comment.user, urls),
    created_at: comment.createdAt,
    updated_at: comment.updatedAt,
    body: comment.body,
    author_association: association(issue.repository, comment.user.login),
    performed_via_github_app: presentApp(comment.app, urls),
  };
}

export function presentReviewComment(comment: ReviewComment, urls: Urls): Schemas["pull-request-review-comment"] {
  const { issue, id, path, commit, line, startLine } = comment;
  const url = `${urls.api}/repos/${issue.repository.fullName}/pulls/comments/${id}`;
  const pull = `${urls.api}/repos/${issue.repository.fullName}/pulls/${issue.number}`;
  const html = `${urls.server}/${issue.repository.fullName}/pull/${issue.number}#discussion_r${id}`;
  return {
    id,
    url,
    node_id: nodeId("PRRC", id),
    pull_request_review_id: null,
    diff_hunk: "",
    path,
    commit_id: commit,
    original_commit_id: commit,
    user: presentUser(comment.user, urls),
    body: comment.body,
    created_at: comment.createdAt,
    updated_at: comment.createdAt,
    html_url: html,
    pull_request_url: pull,
    author_association: association(issue.repository, comment.user.login),
    _links: { self: { href: url }, html: { href: html }, pull_request: { href: pull } },
    line,
    start_line: startLine ?? null,
    side: "RIGHT",
  };
}

export function presentReaction(reaction: Reaction, urls: Urls): Schemas["reaction"] {
  const { id, user, content, createdAt } = reaction;
  return { id, node_id: nodeId("REA", id), user: presentUser(user, urls), content, created_at: createdAt };
}

function association(repository: Repository, login: string): Schemas["author-association"] {
  if (repository.owner.login === login) return "OWNER";
  return repository.roles.has(login) && roleOf(repository, login) !== "none" ? "MEMBER" : "NONE";
}
