import * as z from "zod";
import { bodyOf, type Call, created, noContent, numberOf, ok, type Route, read, write } from "../call.ts";
import { GitHubError, notFound } from "../github-error.ts";
import { presentDeployment, presentStatus } from "../present/deployment.ts";
import type { Deployment } from "../state/records.ts";
import { resolveRef } from "./revision.ts";

const draft = z.object({
  ref: z.string(),
  task: z.string().default("deploy"),
  auto_merge: z.boolean().default(true),
  required_contexts: z.array(z.string()).optional(),
  payload: z.union([z.string(), z.record(z.string(), z.unknown())]).default(""),
  environment: z.string().default("production"),
  description: z.string().max(140).nullish(),
  transient_environment: z.boolean().optional(),
  production_environment: z.boolean().optional(),
});
const report = z.object({
  state: z.enum(["error", "failure", "inactive", "in_progress", "queued", "pending", "success"]),
  log_url: z.string().default(""),
  description: z.string().max(140).default(""),
  environment: z.string().optional(),
  environment_url: z.string().default(""),
  auto_inactive: z.boolean().default(true),
});

/** Deployments and what came of them. */
export const deploymentRoutes: readonly Route[] = [
  {
    method: "GET",
    pattern: "/repos/:owner/:repo/deployments",
    needs: read("deployments"),
    answer: ({ state, repository, query, urls }) => {
      const found = state.deployments.filter(
        (each) =>
          each.repository === repository &&
          (["sha", "ref", "task", "environment"] as const).every(
            (key) => !query.has(key) || query.get(key) === each[key],
          ),
      );
      return { list: found.toReversed().map((each) => presentDeployment(each, urls)) };
    },
  },
  { method: "POST", pattern: "/repos/:owner/:repo/deployments", needs: write("deployments"), answer: deploy },
  {
    method: "GET",
    pattern: "/repos/:owner/:repo/deployments/:id",
    needs: read("deployments"),
    answer: (call) => ok(presentDeployment(deploymentOf(call), call.urls)),
  },
  {
    method: "DELETE",
    pattern: "/repos/:owner/:repo/deployments/:id",
    needs: write("deployments"),
    answer: (call) => {
      call.state.deployments.splice(call.state.deployments.indexOf(deploymentOf(call)), 1);
      return noContent();
    },
  },
  {
    method: "GET",
    pattern: "/repos/:owner/:repo/deployments/:id/statuses",
    needs: read("deployments"),
    answer: (call) => {
      const deployment = deploymentOf(call);
      return { list: deployment.statuses.toReversed().map((each) => presentStatus(each, deployment, call.urls)) };
    },
  },
  {
    method: "POST",
    pattern: "/repos/:owner/:repo/deployments/:id/statuses",
    needs: write("deployments"),
    answer: (call) => {
      const deployment = deploymentOf(call);
      const { state, log_url, description, environment_url } = bodyOf(call, report);
      const status = {
        id: call.state.nextId(),
        state,
        description,
        logUrl: log_url,
        environmentUrl: environment_url,
        creator: call.token.account,
        createdAt: call.state.now(),
      };
      deployment.statuses.push(status);
      return created(presentStatus(status, deployment, call.urls));
    },
  },
];

async function deploy(call: Call) {
  const { state, repository, token, urls } = call;
  const { ref, task, environment, payload, description, ...wanted } = bodyOf(call, draft);
  const sha = await resolveRef(state, repository, ref);
  if (sha === undefined) throw new GitHubError(422, `No ref found for: ${ref}`);
  const main = (await resolveRef(state, repository, repository.defaultBranch)) ?? sha;
  if (wanted.auto_merge && ref !== sha && !(await state.git.isAncestor(main, sha)))
    return { status: 202, body: { message: `Auto-merged ${repository.defaultBranch} into ${ref} on deployment.` } };
  // Unless a caller says which checks it needs, all must have succeeded: its own, still running, too.
  const open = state.checkRuns.filter(
    ({ headSha, name, conclusion }) =>
      headSha === sha &&
      (wanted.required_contexts ?? [name]).includes(name) &&
      !["success", "neutral", "skipped"].includes(conclusion ?? ""),
  );
  if (open.length > 0)
    throw new GitHubError(409, `Conflict: Commit status checks failed for ${ref}`, {
      errors: open.map(({ name }) => ({ contexts: name, resource: "Deployment", field: "required_contexts" })),
    });
  const deployment: Deployment = {
    id: state.nextId(),
    repository,
    ...{ sha, ref, task, environment, payload, description: description ?? null },
    creator: token.account,
    createdAt: state.now(),
    statuses: [],
  };
  state.deployments.push(deployment);
  return created(presentDeployment(deployment, urls));
}

function deploymentOf(call: Call): Deployment {
  const id = numberOf(call, "id");
  const found = call.state.deployments.find((each) => each.id === id && each.repository === call.repository);
  if (found === undefined) throw notFound();
  return found;
}
