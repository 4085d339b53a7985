import { context } from "@actions/github";
import { githubClient } from "../github/client.ts";
import { readEvent } from "../github/event.ts";
import { type Intent, intentOf } from "../github/intent.ts";
import { log, tell } from "./annotate.ts";
import { readInputs } from "./inputs.ts";
import { applyBranch } from "./intents/apply-branch.ts";
import { applyPull } from "./intents/apply-pull.ts";
import { drift } from "./intents/drift.ts";
import { editPull } from "./intents/edit-pull.ts";
import { help } from "./intents/help.ts";
import { planBranch } from "./intents/plan-branch.ts";
import { planPull } from "./intents/plan-pull.ts";
import { replace } from "./intents/replace.ts";
import { validate } from "./intents/validate.ts";
import type { Ending, Run } from "./run.ts";

/** Does what the event or the input `command` asks for. */
export async function program({ signal, kill }: Pick<Run, "signal" | "kill">): Promise<Ending> {
  const inputs = readInputs();
  const event = readEvent(context.eventName, context.payload);
  const { owner, repo } = context.repo;
  const github = githubClient({
    token: inputs.token,
    owner,
    repo,
    onWait: (seconds, url) => log(`GitHub asks to wait ${seconds} s before ${url}`),
  });
  const repositoryUrl = `${context.serverUrl}/${owner}/${repo}`;
  const url = `${repositoryUrl}/actions/runs/${context.runId}`;
  const run = { github, inputs, event, restartedBy: restartedBy(process.env), repositoryUrl, url, signal, kill };
  return follow(run, intentOf(event, inputs.command));
}

/** The event of a run that was started again is the old one, and its sender the one of then. */
function restartedBy({ GITHUB_RUN_ATTEMPT: attempt, GITHUB_TRIGGERING_ACTOR: actor = "" }: NodeJS.ProcessEnv) {
  return attempt === undefined || attempt === "1" ? undefined : actor;
}

async function follow(run: Run, intent: Intent): Promise<Ending> {
  switch (intent.kind) {
    case "plan-pull":
      return planPull(run, intent);
    case "edit-pull":
      return editPull(run, intent);
    case "apply-pull":
      return applyPull(run, intent);
    case "apply-branch":
      return applyBranch(run);
    case "plan-branch":
      return planBranch(run);
    case "replace":
      return replace(run);
    case "drift":
      return drift(run);
    case "validate":
      return validate(run);
    case "help":
      return help(run, intent);
    case "none":
      tell(intent.reason);
      return { failed: false, result: "ignored" };
  }
}
