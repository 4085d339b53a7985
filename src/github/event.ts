import * as z from "zod";

/** What started the workflow, as far as it matters here. Names and texts in it are somebody's: data, never trusted. */
export type Event =
  | {
      readonly kind: "pull-request";
      readonly action: string;
      readonly number: number;
      /** The head when the event happened; the branch may have moved since. */
      readonly head: string;
      /** The label that was put on or taken off. */
      readonly label: string | undefined;
      readonly sender: string;
    }
  | {
      readonly kind: "comment";
      readonly action: string;
      /** Of the issue or pull request. */
      readonly number: number;
      readonly onPullRequest: boolean;
      readonly comment: number;
      readonly body: string;
      readonly sender: string;
    }
  | {
      readonly kind: "push";
      readonly branch: string | undefined;
      readonly defaultBranch: string;
      /** Where the branch was before; undefined for a new branch. */
      readonly before: string | undefined;
    }
  | { readonly kind: "dispatch"; readonly sender: string }
  | { readonly kind: "schedule" }
  | { readonly kind: "other"; readonly name: string };

const sender = z.object({ login: z.string() });
const pullRequest = z.object({
  action: z.string(),
  number: z.number(),
  pull_request: z.object({ head: z.object({ sha: z.string() }) }),
  label: z.object({ name: z.string() }).optional(),
  sender,
});
const comment = z.object({
  action: z.string(),
  issue: z.object({ number: z.number(), pull_request: z.object({}).optional() }),
  comment: z.object({ id: z.number(), body: z.string() }),
  sender,
});
const push = z.object({ ref: z.string(), before: z.string(), repository: z.object({ default_branch: z.string() }) });

/** Reads a webhook's payload; `name` is the event's as the runner tells it. Throws a ZodError for what GitHub never sends. */
export function readEvent(name: string, payload: unknown): Event {
  switch (name) {
    case "pull_request":
    case "pull_request_target": {
      const { action, number, pull_request, label, sender } = pullRequest.parse(payload);
      const { sha } = pull_request.head;
      return { kind: "pull-request", action, number, head: sha, label: label?.name, sender: sender.login };
    }
    case "issue_comment": {
      const read = comment.parse(payload);
      const { number, pull_request } = read.issue;
      const { id, body } = read.comment;
      const onPullRequest = pull_request !== undefined;
      return {
        kind: "comment",
        action: read.action,
        number,
        onPullRequest,
        comment: id,
        body,
        sender: read.sender.login,
      };
    }
    case "push": {
      const { ref, before, repository } = push.parse(payload);
      const branch = ref.startsWith(branches) ? ref.slice(branches.length) : undefined;
      const known = /^0+$/.test(before) ? undefined : before;
      return { kind: "push", branch, defaultBranch: repository.default_branch, before: known };
    }
    case "workflow_dispatch":
      return { kind: "dispatch", sender: z.object({ sender }).parse(payload).sender.login };
    case "schedule":
      return { kind: "schedule" };
    default:
      return { kind: "other", name };
  }
}

const branches = "refs/heads/";
