import type { Run } from "./run.ts";

/**
 * The page with the form that starts this workflow by hand, going by what the runner says of it (GITHUB_WORKFLOW_REF:
 * `owner/repo/.github/workflows/file.yml@ref`); undefined where it does not say.
 */
export function formUrl({ repositoryUrl }: Pick<Run, "repositoryUrl">, env: NodeJS.ProcessEnv): string | undefined {
  const file = /\/\.github\/workflows\/([^/@]+\.ya?ml)@/.exec(env["GITHUB_WORKFLOW_REF"] ?? "")?.[1];
  return file === undefined ? undefined : `${repositoryUrl}/actions/workflows/${encodeURIComponent(file)}`;
}
