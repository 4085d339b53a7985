import type { components } from "@octokit/openapi-types";
import { actionsApp } from "../state/account.ts";
import type { Deployment, DeploymentStatus } from "../state/records.ts";
import { presentApp, presentUser } from "./people.ts";
import { nodeId, type Urls } from "./urls.ts";

type Schemas = components["schemas"];

/** A deployment as the API shows it. */
export function presentDeployment(deployment: Deployment, urls: Urls): Schemas["deployment"] {
  const base = `${urls.api}/repos/${deployment.repository.fullName}`;
  const url = `${base}/deployments/${deployment.id}`;
  const { id, sha, ref, task, environment, description, payload, createdAt } = deployment;
  return {
    url,
    id,
    node_id: nodeId("DE", id),
    sha,
    ref,
    task,
    payload,
    original_environment: environment,
    environment,
    description,
    creator: presentUser(deployment.creator, urls),
    created_at: createdAt,
    updated_at: deployment.statuses.at(-1)?.createdAt ?? createdAt,
    statuses_url: `${url}/statuses`,
    repository_url: base,
    transient_environment: false,
    production_environment: environment === "production",
    performed_via_github_app: presentApp(actionsApp, urls),
  };
}

export function presentStatus(status: DeploymentStatus, of: Deployment, urls: Urls): Schemas["deployment-status"] {
  const base = `${urls.api}/repos/${of.repository.fullName}`;
  const { id, state, description, logUrl, environmentUrl, createdAt } = status;
  return {
    url: `${base}/deployments/${of.id}/statuses/${id}`,
    id,
    node_id: nodeId("DES", id),
    state,
    creator: presentUser(status.creator, urls),
    description,
    environment: of.environment,
    target_url: logUrl,
    created_at: createdAt,
    updated_at: createdAt,
    deployment_url: `${base}/deployments/${of.id}`,
    repository_url: base,
    environment_url: environmentUrl,
    log_url: logUrl,
  };
}
