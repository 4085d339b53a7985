import type { Changes } from "../fake/git/change.ts";
import { GitHubServer } from "../fake/server.ts";
import type { Role } from "../fake/state/account.ts";
import { GitHubState } from "../fake/state/github-state.ts";
import { branchHead, refreshMerge, refreshPulls, signature } from "../fake/state/pull-requests.ts";
import type { Comment, Issue, Pull } from "../fake/state/records.ts";
import { branchReference, type Repository } from "../fake/state/repository.ts";
import * as payloads from "../payloads.ts";
import type { Event } from "./event.ts";

/** What a world is made of. */
export interface Beginning {
  /** The default branch's files. */
  readonly files: Changes;
  readonly private?: boolean;
  /** With the addresses of GitHub Enterprise Server. */
  readonly enterprise?: boolean;
}

/** A pull request that is to be. */
export interface Proposal {
  readonly by: string;
  readonly files: Changes;
  readonly branch?: string;
  /** The branch to merge into; the default branch unless told. */
  readonly base?: string;
  readonly title?: string;
  readonly body?: string;
  /** From the author's fork instead of a branch of the repository. */
  readonly fork?: boolean;
}

/** Who may do what: one of each kind. `mallory` is nobody. */
const people: Readonly<Record<string, Role>> = {
  ada: "admin",
  max: "maintain",
  wren: "write",
  tess: "triage",
  rex: "read",
};

/**
 * A repository on a GitHub of our own, and the people who work on it. What they do changes that GitHub, and answers with
 * the event that a workflow would be started with.
 */
export class World {
  readonly github: GitHubServer;
  readonly state: GitHubState;
  readonly repository: Repository;

  private constructor(github: GitHubServer, repository: Repository) {
    this.github = github;
    this.state = github.state;
    this.repository = repository;
  }

  static async open(beginning: Beginning): Promise<World> {
    const state = await GitHubState.create();
    const repository = state.addRepository("acme/clusters", { roles: people, private: beginning.private ?? false });
    const { enterprise = false } = beginning;
    const world = new World(await GitHubServer.start(state, { enterprise }), repository);
    await world.#write(repository, "main", "ada", beginning.files);
    return world;
  }

  /** Ends the server and removes the commits. */
  async close(): Promise<void> {
    await this.github.stop();
    await this.state.git.remove();
  }

  /** The commit that a branch of the repository names. */
  async head(branch = "main"): Promise<string> {
    const sha = await branchHead(this.state, this.repository, branch);
    if (sha === undefined) throw new Error(`there is no branch ${branch}`);
    return sha;
  }

  /** A pull request of the repository, as it is now. */
  pull(number: number): { issue: Issue; pull: Pull } {
    const issue = this.state.issue(this.repository, number);
    if (issue?.pull === undefined) throw new Error(`there is no pull request ${number}`);
    return { issue, pull: issue.pull };
  }

  /** The comments on an issue or a pull request, the oldest first. */
  comments(number: number): Comment[] {
    return this.state.comments.filter((each) => each.issue.number === number);
  }

  /** Opens a pull request with one commit on its base. */
  async openPullRequest(proposal: Proposal): Promise<Event & { readonly number: number }> {
    const { by, files, title = "Change a cluster", body = null, base: into = "main" } = proposal;
    const branch = proposal.branch ?? `change-${this.state.issues.length + 1}`;
    const repository = proposal.fork ? this.#fork(by) : this.repository;
    const base = await this.head(into);
    const sha = await this.#write(repository, branch, by, files, base);
    const pull: Pull = {
      head: { repository, ref: branch, sha },
      base: { repository: this.repository, ref: into, sha: base },
      ...{ draft: false, mergedAt: null, mergedBy: null, mergeCommitSha: null },
    };
    const user = this.state.account(by);
    const issue = this.state.addIssue({ repository: this.repository, title, body, user, app: undefined, pull });
    await refreshMerge(this.state, issue, pull);
    return { ...(await this.#pullEvent("opened", issue, pull, by)), number: issue.number };
  }

  /** Pushes a commit to a pull request's branch; `force` leaves the commits out that were there. */
  async pushTo(number: number, files: Changes, options: { by?: string; force?: boolean } = {}): Promise<Event> {
    const { issue, pull } = this.pull(number);
    const { by = issue.user.login, force = false } = options;
    const before = pull.head.sha;
    const { repository, ref } = pull.head;
    await this.#write(repository, ref, by, files, force ? pull.base.sha : before);
    return this.#pullEvent("synchronize", issue, pull, by, { before, after: pull.head.sha });
  }

  /** Pushes a commit to a branch of the repository, past all review; a new branch begins at the default one. */
  async push(files: Changes, options: { by?: string; branch?: string } = {}): Promise<Event> {
    const { by = "ada", branch = "main" } = options;
    const there = await branchHead(this.state, this.repository, branch);
    const before = there ?? (await this.head());
    await this.#write(this.repository, branch, by, files, before);
    return this.#pushEvent(branch, before, by);
  }

  /** Merges a pull request: the event of its closing, and the push to the default branch. */
  async merge(
    number: number,
    options: { by?: string; squash?: boolean } = {},
  ): Promise<{ closed: Event; push: Event }> {
    const { issue, pull } = this.pull(number);
    const { by = "wren", squash = false } = options;
    const { git } = this.state;
    const user = this.state.account(by);
    const before = await this.head(pull.base.ref);
    const title = squash ? `${issue.title} (#${number})` : `Merge pull request #${number} from ${pull.head.ref}`;
    const merged = await git[squash ? "squash" : "merge"](before, pull.head.sha, title, signature(this.state, user));
    if (merged === undefined) throw new Error(`pull request ${number} conflicts`);
    issue.state = "closed";
    issue.closedAt = this.state.now();
    issue.updatedAt = issue.closedAt;
    pull.mergedAt = issue.closedAt;
    pull.mergedBy = user;
    pull.mergeCommitSha = merged;
    await git.point(branchReference(this.repository, pull.base.ref), merged);
    await refreshPulls(this.state, this.repository, pull.base.ref);
    const closed = await this.#pullEvent("closed", issue, pull, by);
    return { closed, push: await this.#pushEvent(pull.base.ref, before, by) };
  }

  /** Puts a label on a pull request. */
  async label(number: number, label: string, by = "wren"): Promise<Event> {
    const { issue, pull } = this.pull(number);
    if (!issue.labels.includes(label)) issue.labels.push(label);
    return this.#pullEvent("labeled", issue, pull, by, { label });
  }

  /** Writes a comment. */
  async comment(number: number, body: string, by = "wren"): Promise<Event> {
    const issue = this.state.issue(this.repository, number);
    if (issue === undefined) throw new Error(`there is no issue ${number}`);
    const comment = this.state.addComment({ issue, body, user: this.state.account(by), app: undefined });
    return this.#onMain("issue_comment", payloads.issueCommentPayload(this.#scene(by), comment), by);
  }

  /** Fills in the form of a workflow. */
  async dispatch(inputs: Readonly<Record<string, string>>, by = "wren"): Promise<Event> {
    return this.#onMain("workflow_dispatch", payloads.dispatchPayload(this.#scene(by), "refs/heads/main", inputs), by);
  }

  /** A time that a workflow is due. */
  async schedule(cron = "17 6 * * *"): Promise<Event> {
    return this.#onMain("schedule", payloads.schedulePayload(this.#scene("ada"), cron), "ada");
  }

  async #onMain(name: string, payload: object, actor: string): Promise<Event> {
    return { name, payload, actor, sha: await this.head(), ref: "refs/heads/main", fromFork: false };
  }

  async #pushEvent(branch: string, before: string, by: string): Promise<Event> {
    const sha = await this.head(branch);
    const payload = payloads.pushPayload(this.#scene(by), branch, before, sha, false);
    return { name: "push", payload, actor: by, sha, ref: `refs/heads/${branch}`, fromFork: false };
  }

  async #pullEvent(
    action: payloads.PullAction,
    issue: Issue,
    pull: Pull,
    by: string,
    more: { label?: string; before?: string; after?: string } = {},
  ): Promise<Event> {
    const merged = pull.mergedAt !== null;
    return {
      name: "pull_request",
      payload: payloads.pullRequestPayload(this.#scene(by), action, issue, pull, more),
      sha: pull.mergeCommitSha ?? pull.head.sha,
      ref: merged ? `refs/heads/${pull.base.ref}` : `refs/pull/${issue.number}/merge`,
      headRef: pull.head.ref,
      baseRef: pull.base.ref,
      actor: by,
      fromFork: pull.head.repository !== this.repository,
    };
  }

  #scene(by: string): payloads.Scene {
    const { state, repository } = this;
    return { state, repository, urls: this.github.urls, sender: state.account(by) };
  }

  #fork(login: string): Repository {
    const fullName = `${login}/${this.repository.name}`;
    return this.state.repository(fullName) ?? this.state.addRepository(fullName, { fork: true });
  }

  async #write(repository: Repository, branch: string, by: string, changes: Changes, parent?: string): Promise<string> {
    const author = signature(this.state, this.state.account(by));
    const message = `Change ${Object.keys(changes).length} files`;
    const draft = { message, author, changes, ...(parent === undefined ? {} : { parent }) };
    const oid = await this.state.git.commit(draft);
    await this.state.git.point(branchReference(repository, branch), oid);
    await refreshPulls(this.state, repository, branch);
    return oid;
  }
}
