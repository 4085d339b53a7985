import type { Account, App } from "./account.ts";
import type { Repository } from "./repository.ts";

/** A branch of some repository, and the commit that it named when last looked at. */
export interface End {
  readonly repository: Repository;
  ref: string;
  sha: string;
}

/** What makes an issue a pull request. */
export interface Pull {
  readonly head: End;
  readonly base: End;
  draft: boolean;
  mergedAt: string | null;
  mergedBy: Account | null;
  /** The test merge while it is open; null where it conflicts. */
  mergeCommitSha: string | null;
}

/** An issue, or a pull request. */
export interface Issue {
  readonly id: number;
  readonly number: number;
  readonly repository: Repository;
  title: string;
  body: string | null;
  readonly user: Account;
  readonly app: App | undefined;
  state: "open" | "closed";
  stateReason: string | null;
  labels: string[];
  readonly createdAt: string;
  updatedAt: string;
  closedAt: string | null;
  readonly pull: Pull | undefined;
}

/** A comment on an issue or a pull request. */
export interface Comment {
  readonly id: number;
  readonly issue: Issue;
  body: string;
  readonly user: Account;
  readonly app: App | undefined;
  readonly createdAt: string;
  updatedAt: string;
  /** Why it was hidden, if it was. */
  minimized: string | undefined;
}

/** A comment on lines of a pull request. */
export interface ReviewComment {
  readonly id: number;
  readonly issue: Issue;
  readonly body: string;
  readonly user: Account;
  readonly path: string;
  readonly commit: string;
  readonly line: number;
  readonly startLine: number | undefined;
  readonly createdAt: string;
}

/** A remark on lines of a file, as a check run has it. */
export interface Annotation {
  readonly path: string;
  readonly start_line: number;
  readonly end_line: number;
  readonly start_column?: number | undefined;
  readonly end_column?: number | undefined;
  readonly annotation_level: "notice" | "warning" | "failure";
  readonly message: string;
  readonly title?: string | undefined;
  readonly raw_details?: string | undefined;
}

/** A check of a commit. */
export interface CheckRun {
  readonly id: number;
  readonly repository: Repository;
  readonly headSha: string;
  readonly app: App;
  name: string;
  externalId: string;
  detailsUrl: string | null;
  status: "queued" | "in_progress" | "completed";
  conclusion: Conclusion | null;
  startedAt: string;
  completedAt: string | null;
  title: string | null;
  summary: string | null;
  text: string | null;
  annotations: Annotation[];
}

export const conclusions = [
  "success",
  "failure",
  "neutral",
  "cancelled",
  "skipped",
  "timed_out",
  "action_required",
] as const;
export type Conclusion = (typeof conclusions)[number];

/** What came of a deployment, at one moment. */
export interface DeploymentStatus {
  readonly id: number;
  readonly state: "error" | "failure" | "inactive" | "pending" | "success" | "queued" | "in_progress";
  readonly description: string;
  readonly logUrl: string;
  readonly environmentUrl: string;
  readonly creator: Account;
  readonly createdAt: string;
}

/** A record that something was deployed; the latest status is the last. */
export interface Deployment {
  readonly id: number;
  readonly repository: Repository;
  readonly sha: string;
  readonly ref: string;
  readonly task: string;
  readonly environment: string;
  readonly description: string | null;
  readonly payload: string | Record<string, unknown>;
  readonly creator: Account;
  readonly createdAt: string;
  readonly statuses: DeploymentStatus[];
}

/** A smile, or an eye, on something. */
export interface Reaction {
  readonly id: number;
  /** `issue/3` or `comment/17`. */
  readonly subject: string;
  readonly user: Account;
  readonly content: "+1" | "-1" | "laugh" | "confused" | "heart" | "hooray" | "rocket" | "eyes";
  readonly createdAt: string;
}

/** A label that the repository knows. */
export interface Label {
  readonly id: number;
  readonly name: string;
  readonly color: string;
  readonly description: string | null;
}

/** A job of a workflow run. */
export interface Job {
  readonly id: number;
  readonly run: number;
  readonly name: string;
  readonly sha: string;
}
