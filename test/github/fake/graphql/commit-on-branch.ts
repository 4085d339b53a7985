import type { Call } from "../call.ts";
import type { Content } from "../git/change.ts";
import { entryAt } from "../git/read.ts";
import { branchHead, refreshPulls, signature } from "../state/pull-requests.ts";
import { branchReference } from "../state/repository.ts";
import { QueryError } from "./query-error.ts";

/** The schema's CreateCommitOnBranchInput. */
export interface CommitInput {
  readonly branch: { readonly repositoryNameWithOwner?: string; readonly branchName?: string; readonly id?: string };
  readonly message: { readonly headline: string; readonly body?: string };
  readonly expectedHeadOid: string;
  readonly fileChanges?: {
    readonly additions?: readonly { readonly path: string; readonly contents: string }[];
    readonly deletions?: readonly { readonly path: string }[];
  };
  readonly clientMutationId?: string;
}

/** Writes a commit onto a branch, if the branch is still where the caller has seen it. */
export async function createCommitOnBranch(call: Call, input: CommitInput) {
  const { state, token, urls } = call;
  const { repositoryNameWithOwner = "", branchName = "" } = input.branch;
  const repository = state.repository(repositoryNameWithOwner);
  const branch = branchName.replace(/^refs\/heads\//, "");
  if (repository === undefined)
    throw new QueryError("NOT_FOUND", `Could not resolve to a Repository with the name '${repositoryNameWithOwner}'.`);
  if (token.repository !== repository.fullName || token.permissions.contents !== "write")
    throw new QueryError("FORBIDDEN", "Resource not accessible by integration");
  const parent = await branchHead(state, repository, branch);
  if (parent === undefined) throw new QueryError("NOT_FOUND", `A branch of the name "${branch}" could not be found.`);
  if (repository.protectedBranches.has(branch))
    throw new QueryError("FORBIDDEN", `Protected branch update failed for refs/heads/${branch}.`);
  const stale = () =>
    new QueryError(
      "STALE_DATA",
      `Expected branch to point to "${input.expectedHeadOid}" but it did not.  Pull and try again.`,
    );
  if (parent !== input.expectedHeadOid) throw stale();
  const changes: Record<string, Content> = {};
  for (const { path, contents } of input.fileChanges?.additions ?? [])
    changes[path] = Buffer.from(contents, "base64").toString("utf8");
  for (const { path } of input.fileChanges?.deletions ?? []) {
    if ((await entryAt(state.git, parent, path)) === undefined)
      throw new QueryError("NOT_FOUND", `A path was requested for deletion which does not exist: ${path}`);
    changes[path] = null;
  }
  const message = [input.message.headline, input.message.body].filter(Boolean).join("\n\n");
  const author = signature(state, token.account);
  const oid = await state.git.commit({ parent, message, author, changes });
  if (!(await state.git.advance(branchReference(repository, branch), oid, parent))) throw stale();
  await refreshPulls(state, repository, branch);
  const url = `${urls.server}/${repository.fullName}/commit/${oid}`;
  const commit = { __typename: "Commit", oid, url, commitUrl: url, message, messageHeadline: input.message.headline };
  return { clientMutationId: input.clientMutationId ?? null, commit, ref: { name: branch, target: commit } };
}
