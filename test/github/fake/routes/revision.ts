import type { GitHubState } from "../state/github-state.ts";
import { branchReference, type Repository } from "../state/repository.ts";

/** The commit that somebody means by a branch, a reference or a commit's name; undefined where there is none. */
export async function resolveRef(
  state: GitHubState,
  repository: Repository,
  name: string,
): Promise<string | undefined> {
  if (/^[0-9a-f]{40}$/.test(name)) return state.git.resolve(name);
  const pull = /^(?:refs\/)?(pull\/\d+\/(?:head|merge))$/.exec(name)?.[1];
  if (pull !== undefined) return state.git.resolve(`refs/${pull}`);
  const branch = name.replace(/^(?:refs\/)?heads\//, "");
  return state.git.resolve(branchReference(repository, branch));
}
