import type { Github } from "./client.ts";
import { isForbidden } from "./permission.ts";

export type DeploymentState = "in_progress" | "success" | "failure" | "error";

/** A record of an apply in the repository's list of deployments. */
export interface Deployment {
  /** At most 140 characters are kept of the description. */
  tell(state: DeploymentState, description: string): Promise<void>;
}

/**
 * Records that a commit is being applied to an environment. Where the token may not, nothing is recorded: the record is
 * for people, and no apply waits for it.
 */
export async function recordDeployment(
  { octokit, owner, repo }: Github,
  about: { commit: string; environment: string; description: string; logUrl: string },
): Promise<Deployment> {
  const { commit, environment, description, logUrl } = about;
  const deployment = await permitted(
    octokit.rest.repos.createDeployment({
      owner,
      repo,
      ref: commit,
      environment,
      description: description.slice(0, mostCharacters),
      task: "quorate",
      auto_merge: false,
      required_contexts: [],
    }),
  );
  const id = deployment !== undefined && "id" in deployment.data ? deployment.data.id : undefined;
  return {
    tell: async (state, description) => {
      if (id === undefined) return;
      await permitted(
        octokit.rest.repos.createDeploymentStatus({
          owner,
          repo,
          deployment_id: id,
          state,
          description: description.slice(0, mostCharacters),
          log_url: logUrl,
          auto_inactive: true,
        }),
      );
    },
  };
}

const mostCharacters = 140;

async function permitted<T>(call: Promise<T>): Promise<T | undefined> {
  try {
    return await call;
  } catch (error) {
    if (isForbidden(error)) return undefined;
    throw error;
  }
}
