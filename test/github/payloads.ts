import { example } from "./fake/present/example.ts";
import { presentComment, presentIssue, presentLabel } from "./fake/present/issue.ts";
import { presentUser } from "./fake/present/people.ts";
import { presentPull } from "./fake/present/pull.ts";
import { presentRepository } from "./fake/present/repository.ts";
import { placed, type Urls } from "./fake/present/urls.ts";
import type { Account } from "./fake/state/account.ts";
import type { GitHubState } from "./fake/state/github-state.ts";
import type { Comment, Issue, Pull } from "./fake/state/records.ts";
import type { Repository } from "./fake/state/repository.ts";

/** Where a payload is made: whose GitHub, which repository, who has caused the event. */
export interface Scene {
  readonly state: GitHubState;
  readonly urls: Urls;
  readonly repository: Repository;
  readonly sender: Account;
}

/** `pull_request` and `pull_request_target`. `more` is what the action adds: a label, the commits before and after. */
export function pullRequestPayload(scene: Scene, action: PullAction, issue: Issue, pull: Pull, more: PullMore = {}) {
  const { label, ...commits } = more;
  return {
    ...example("pull_request", action),
    ...about(scene),
    number: issue.number,
    pull_request: presentPull(issue, pull, scene.state, scene.urls),
    ...(label === undefined
      ? {}
      : { label: presentLabel(scene.state.label(scene.repository, label), scene.repository, scene.urls) }),
    ...commits,
  };
}

export type PullAction = "opened" | "synchronize" | "reopened" | "labeled" | "unlabeled" | "closed";

interface PullMore {
  readonly label?: string;
  readonly before?: string;
  readonly after?: string;
}

/** `issue_comment`: it names no commit, and of a pull request only its number and addresses. */
export function issueCommentPayload(scene: Scene, comment: Comment) {
  return {
    ...example("issue_comment", "created"),
    ...about(scene),
    issue: presentIssue(comment.issue, scene.state, scene.urls),
    comment: presentComment(comment, scene.urls),
  };
}

/** `push` of a branch. */
export function pushPayload(scene: Scene, branch: string, before: string, after: string, forced: boolean) {
  const { urls, repository, sender } = scene;
  const model = placed(example("push"), urls, repository.fullName);
  const commit = { ...model.head_commit, id: after, url: `${urls.server}/${repository.fullName}/commit/${after}` };
  return {
    ...model,
    ...about(scene),
    ref: `refs/heads/${branch}`,
    before,
    after,
    created: /^0+$/.test(before),
    deleted: false,
    forced,
    base_ref: null,
    compare: `${urls.server}/${repository.fullName}/compare/${before.slice(0, 12)}...${after.slice(0, 12)}`,
    commits: [commit],
    head_commit: commit,
    pusher: { name: sender.login, email: null },
  };
}

/** `workflow_dispatch` with what the form was filled in with. */
export function dispatchPayload(scene: Scene, ref: string, inputs: Readonly<Record<string, string>>) {
  const workflow = ".github/workflows/quorate.yml";
  return { ...example("workflow_dispatch"), ...about(scene), ref, inputs, workflow };
}

/** `schedule`. Nobody publishes an example of it: it is the repository, the workflow, and the line that was due. */
export function schedulePayload(scene: Scene, schedule: string) {
  const { repository } = about(scene);
  return { schedule, workflow: ".github/workflows/quorate.yml", repository };
}

function about({ urls, repository, sender }: Scene) {
  return { repository: presentRepository(repository, urls), sender: presentUser(sender, urls) };
}
