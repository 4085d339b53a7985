import { GitStore } from "../git/store.ts";
import { type Account, actionsBot, type Role } from "./account.ts";
import type { CheckRun, Comment, Deployment, Issue, Job, Label, Reaction, ReviewComment } from "./records.ts";
import type { Repository } from "./repository.ts";
import type { Token } from "./token.ts";

/** Everything that this GitHub remembers. Time is a counter: each moment is a second after the one before. */
export class GitHubState {
  readonly git: GitStore;
  readonly accounts = new Map<string, Account>([[actionsBot.login, actionsBot]]);
  readonly repositories = new Map<string, Repository>();
  readonly tokens = new Map<string, Token>();
  readonly issues: Issue[] = [];
  readonly comments: Comment[] = [];
  readonly reviewComments: ReviewComment[] = [];
  readonly checkRuns: CheckRun[] = [];
  readonly deployments: Deployment[] = [];
  readonly reactions: Reaction[] = [];
  readonly jobs: Job[] = [];
  /** By repository and name in lower case: GitHub's labels differ in more than case. */
  readonly labels = new Map<string, Label>();
  #id = 1000;
  #seconds = Date.UTC(2026, 0, 1) / 1000;

  private constructor(git: GitStore) {
    this.git = git;
  }

  static async create(): Promise<GitHubState> {
    return new GitHubState(await GitStore.create());
  }

  /** A number that nothing else has. */
  nextId(): number {
    this.#id += 1;
    return this.#id;
  }

  /** Seconds since 1970, always later than before. */
  seconds(): number {
    this.#seconds += 1;
    return this.#seconds;
  }

  /** The same as a time in ISO 8601, as GitHub writes it. */
  now(): string {
    return new Date(this.seconds() * 1000).toISOString().replace(".000", "");
  }

  /** The account of that login, made if it is not there. */
  account(login: string, type: Account["type"] = "User"): Account {
    const found = this.accounts.get(login) ?? { login, id: this.nextId(), type };
    this.accounts.set(login, found);
    return found;
  }

  /** Makes a repository, or a fork of one. */
  addRepository(
    fullName: string,
    about: { fork?: boolean; private?: boolean; roles?: Record<string, Role> },
  ): Repository {
    const [login = "", name = ""] = fullName.split("/");
    const repository: Repository = {
      id: this.nextId(),
      owner: this.account(login, about.fork ? "User" : "Organization"),
      name,
      fullName,
      fork: about.fork ?? false,
      private: about.private ?? false,
      defaultBranch: "main",
      roles: new Map(Object.entries(about.roles ?? {})),
      protectedBranches: new Set(),
      environments: new Set(),
    };
    for (const each of repository.roles.keys()) this.account(each);
    this.repositories.set(fullName.toLowerCase(), repository);
    return repository;
  }

  repository(fullName: string): Repository | undefined {
    return this.repositories.get(fullName.toLowerCase());
  }

  issue(repository: Repository, number: number): Issue | undefined {
    return this.issues.find((each) => each.repository === repository && each.number === number);
  }

  /** Adds an issue or a pull request with the next free number. */
  addIssue(
    about: Pick<Issue, "repository" | "title" | "body" | "user" | "app" | "pull"> & { labels?: string[] },
  ): Issue {
    const { labels = [], ...rest } = about;
    const number = this.issues.filter(({ repository }) => repository === about.repository).length + 1;
    const createdAt = this.now();
    const times = { createdAt, updatedAt: createdAt, closedAt: null };
    const issue: Issue = { ...rest, ...times, id: this.nextId(), number, labels, state: "open", stateReason: null };
    this.issues.push(issue);
    return issue;
  }

  addComment(about: Pick<Comment, "issue" | "body" | "user" | "app">): Comment {
    const createdAt = this.now();
    const comment = { ...about, id: this.nextId(), createdAt, updatedAt: createdAt, minimized: undefined };
    this.comments.push(comment);
    return comment;
  }

  /** The label of that name, made in grey if the repository has it not yet. */
  label(repository: Repository, name: string): Label {
    const key = `${repository.fullName}\n${name.toLowerCase()}`;
    const found = this.labels.get(key) ?? { id: this.nextId(), name, color: "ededed", description: null };
    this.labels.set(key, found);
    return found;
  }
}
