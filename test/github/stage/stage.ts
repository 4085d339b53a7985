import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { GitProgram } from "../fake/git/program.ts";
import { type Permissions, readOnly, workflowToken } from "../fake/state/token.ts";
import type { Event } from "./event.ts";
import { type RunningStep, type Step, type StepEnded, startStep } from "./runner.ts";
import type { World } from "./world.ts";

/** The repository's root, where action.yml and dist/ are. */
export const actionDirectory = join(import.meta.dirname, "../../..");

/** What docs and examples ask for; a pull request from a fork gets none of it. */
export const usualPermissions: Permissions = {
  checks: "write",
  contents: "write",
  deployments: "write",
  issues: "write",
  "pull-requests": "write",
};

/** How a workflow uses the action. */
export interface Use {
  readonly inputs?: Readonly<Record<string, string>>;
  /** The job's `permissions`. */
  readonly permissions?: Permissions;
  readonly environment?: Readonly<Record<string, string | undefined>>;
  /** What `actions/checkout` has fetched before: the event's commit, alone or with all history, or nothing at all. */
  readonly checkout?: "shallow" | "full" | "none";
  /** Keeps files between runs, as a self-hosted runner's folder does. */
  readonly workspace?: string;
  readonly timeoutMs?: number;
}

const job = "quorate";

/** Runs the built action in a world, on one of its events, to its end. */
export async function act(world: World, event: Event, use: Use = {}): Promise<StepEnded> {
  return (await startAct(world, event, use)).ended;
}

/** Starts the built action in a world; for tests that interrupt it. */
export async function startAct(world: World, event: Event, use: Use = {}): Promise<RunningStep> {
  const { state, repository, github } = world;
  const own = use.workspace === undefined;
  const workspace = use.workspace ?? (await mkdtemp(join(tmpdir(), "quorate-workspace-")));
  if (use.checkout !== "none") await checkout(workspace, state.git.url, event, use.checkout ?? "shallow");
  const value = `ghs_${state.nextId()}`;
  // Whatever the workflow asks for, a pull request from a fork may only read.
  const fork = event.fromFork && event.name === "pull_request";
  const permissions = fork ? readOnly : (use.permissions ?? usualPermissions);
  state.tokens.set(value, workflowToken(value, repository.fullName, permissions));
  const run = state.nextId();
  state.jobs.push({ id: state.nextId(), run, name: job, sha: event.sha });
  const step: Step = {
    action: actionDirectory,
    inputs: use.inputs ?? {},
    token: value,
    event,
    workspace,
    environment: {
      GITHUB_API_URL: github.urls.api,
      GITHUB_SERVER_URL: github.urls.server,
      GITHUB_GRAPHQL_URL: github.graphql,
      GITHUB_REPOSITORY: repository.fullName,
      GITHUB_REPOSITORY_ID: String(repository.id),
      GITHUB_REPOSITORY_OWNER: repository.owner.login,
      GITHUB_SHA: event.sha,
      GITHUB_REF: event.ref,
      GITHUB_REF_NAME: event.ref.replace(/^refs\/(heads|pull)\//, ""),
      GITHUB_HEAD_REF: event.headRef ?? "",
      GITHUB_BASE_REF: event.baseRef ?? "",
      GITHUB_ACTOR: event.actor,
      GITHUB_TRIGGERING_ACTOR: event.actor,
      GITHUB_RUN_ID: String(run),
      GITHUB_RUN_NUMBER: "1",
      GITHUB_RUN_ATTEMPT: "1",
      GITHUB_JOB: job,
      GITHUB_WORKFLOW: "Quorate",
      GITHUB_WORKFLOW_REF: `${repository.fullName}/.github/workflows/quorate.yml@${event.ref}`,
      ...use.environment,
    },
    ...(use.timeoutMs === undefined ? {} : { timeoutMs: use.timeoutMs }),
  };
  const running = await startStep(step);
  const ended = running.ended.finally(async () => {
    state.tokens.delete(value);
    if (own) await rm(workspace, { recursive: true, force: true });
  });
  ended.catch(() => undefined);
  return { run: running.run, ended };
}

/** What `actions/checkout` does without any settings, but for the credentials it leaves behind. */
async function checkout(directory: string, url: string, event: Event, depth: "shallow" | "full"): Promise<void> {
  const git = new GitProgram(directory);
  await git.run(["init", "--quiet", "--initial-branch=main", "."]);
  if ((await git.attempt(["remote", "get-url", "origin"])).code !== 0) await git.run(["remote", "add", "origin", url]);
  const all = ["+refs/heads/*:refs/remotes/origin/*", "+refs/pull/*:refs/remotes/pull/*"];
  const wanted = depth === "shallow" ? ["--depth=1", "origin", event.sha] : ["origin", ...all, event.sha];
  await git.run(["fetch", "--quiet", "--no-tags", ...wanted]);
  await git.run(["checkout", "--quiet", "--force", "--detach", event.sha]);
}
