import type { GitHubState } from "../state/github-state.ts";
import type { End, Issue, Pull } from "../state/records.ts";
import { type Example, example } from "./example.ts";
import { presentLabel } from "./issue.ts";
import { presentUser } from "./people.ts";
import { presentRepository } from "./repository.ts";
import { nodeId, placed, type Urls } from "./urls.ts";

type Shown = Example<"pull_request">["pull_request"];
const model = example("pull_request", "opened").pull_request;

/** A pull request as the API and the payloads of events show it. */
export function presentPull(issue: Issue, pull: Pull, state: GitHubState, urls: Urls): Shown {
  const { number, repository } = issue;
  const shown = placed(model, urls, repository.fullName);
  const text = JSON.stringify(shown)
    .replaceAll(`/pulls/${model.number}`, `/pulls/${number}`)
    .replaceAll(`/pull/${model.number}`, `/pull/${number}`)
    .replaceAll(`/issues/${model.number}`, `/issues/${number}`)
    .replaceAll(model.head.sha, pull.head.sha);
  return {
    ...(JSON.parse(text) as Shown),
    id: issue.id,
    node_id: nodeId("PR", issue.id),
    number,
    state: issue.state,
    title: issue.title,
    user: presentUser(issue.user, urls),
    body: issue.body,
    created_at: issue.createdAt,
    updated_at: issue.updatedAt,
    closed_at: issue.closedAt,
    merged_at: pull.mergedAt,
    merge_commit_sha: pull.mergeCommitSha,
    labels: issue.labels.map((name) => presentLabel(state.label(repository, name), repository, urls)),
    draft: pull.draft,
    head: end(pull.head, urls),
    base: end(pull.base, urls),
    merged: pull.mergedAt !== null,
    merged_by: pull.mergedBy === null ? null : presentUser(pull.mergedBy, urls),
    mergeable: issue.state === "open" ? pull.mergeCommitSha !== null : null,
    mergeable_state: issue.state !== "open" ? "unknown" : pull.mergeCommitSha === null ? "dirty" : "clean",
    comments: state.comments.filter((comment) => comment.issue === issue).length,
  } as Shown;
}

function end({ repository, ref, sha }: End, urls: Urls) {
  const label = `${repository.owner.login}:${ref}`;
  return { label, ref, sha, user: presentUser(repository.owner, urls), repo: presentRepository(repository, urls) };
}
