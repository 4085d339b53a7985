import type { Event } from "./event.ts";
import { type ReplicaLabel, readReplicaLabel } from "./replica-label.ts";
import type { Revision } from "./revision.ts";
import { slashCommand } from "./slash-command.ts";

export const commands = ["plan", "apply", "replace", "drift", "validate"] as const;
export type Command = (typeof commands)[number];

/** What is to be done about an event. */
export type Intent =
  /** Plan a pull request. `of` is the head that the event or the comment is about; without it, the one that it has now. */
  | {
      readonly kind: "plan-pull";
      readonly number: number;
      readonly of?: Revision | undefined;
      readonly askedBy?: Asker;
    }
  /** Edit the cluster file on a pull request's branch. */
  | {
      readonly kind: "edit-pull";
      readonly number: number;
      readonly head: string;
      readonly label: ReplicaLabel;
      readonly actor: string;
    }
  /** Apply a pull request before it is merged. Without `of`, nobody knows what the asker has looked at. */
  | {
      readonly kind: "apply-pull";
      readonly number: number;
      readonly of: Revision | undefined;
      readonly askedBy: Asker;
    }
  /** Bring every cluster to what the default branch asks for. */
  | { readonly kind: "apply-branch" }
  | { readonly kind: "plan-branch" | "replace" | "drift" | "validate" }
  | { readonly kind: "help"; readonly number: number; readonly askedBy: Asker; readonly unknown?: string }
  | { readonly kind: "none"; readonly reason: string };

/** Somebody who asks in a comment or by a label, whose permission has to be asked for. */
export interface Asker {
  readonly login: string;
  /** The comment to react to. */
  readonly comment?: number;
}

export const applyLabel = "quorate/apply";

/**
 * What an event asks for, or what the input `command` says explicitly. Pure; whether the asker may is another question.
 */
export function intentOf(event: Event, command: Command | undefined): Intent {
  switch (command) {
    case "replace":
    case "drift":
    case "validate":
      return { kind: command };
    case "plan":
      if (event.kind !== "pull-request" && event.kind !== "comment") return { kind: "plan-branch" };
      return unless(byEvent(event), "apply-pull", command);
    case "apply":
      if (event.kind !== "pull-request" && event.kind !== "comment" && event.kind !== "push") {
        return { kind: "apply-branch" };
      }
      return unless(byEvent(event), "plan-pull", command);
    case undefined:
      return byEvent(event);
  }
}

function unless(intent: Intent, other: Intent["kind"], command: Command): Intent {
  return intent.kind === other ? none(`This workflow does \`${command}\` only`) : intent;
}

function byEvent(event: Event): Intent {
  switch (event.kind) {
    case "pull-request":
      return byPullRequest(event);
    case "comment":
      return byComment(event);
    case "push":
      return event.branch === event.defaultBranch
        ? { kind: "apply-branch" }
        : none(`Only pushes to ${event.defaultBranch} are applied`);
    case "dispatch":
      return none("A workflow that is started by hand says what it does in the input `command`");
    case "schedule":
      return { kind: "drift" };
    case "other":
      return none(`There is nothing to do on the event ${event.name}`);
  }
}

const planned = ["opened", "synchronize", "reopened", "ready_for_review", "edited"];

function byPullRequest({ action, number, head, label, sender }: Event & { kind: "pull-request" }): Intent {
  const of = { kind: "commit", begins: head } as const;
  if (planned.includes(action)) return { kind: "plan-pull", number, of };
  if (action !== "labeled" || label === undefined)
    return none(`There is nothing to do when a pull request is ${action}`);
  if (label === applyLabel) return { kind: "apply-pull", number, of, askedBy: { login: sender } };
  const read = readReplicaLabel(label);
  if (read === undefined) return none("The label is none of Quorate's");
  return { kind: "edit-pull", number, head, label: read, actor: sender };
}

function byComment({ action, number, onPullRequest, comment, body, sender }: Event & { kind: "comment" }): Intent {
  const command = slashCommand(body);
  if (action !== "created" || !onPullRequest) return none("Only new comments on pull requests are read");
  if (command === undefined) return none("The comment holds no command of Quorate's");
  const askedBy = { login: sender, comment };
  switch (command.kind) {
    case "plan":
      return { kind: "plan-pull", number, of: command.of, askedBy };
    case "apply":
      return { kind: "apply-pull", number, of: command.of, askedBy };
    case "help":
      return { kind: "help", number, askedBy };
    case "unknown":
      return { kind: "help", number, askedBy, unknown: command.words };
  }
}

function none(reason: string): Intent {
  return { kind: "none", reason };
}
