import { GraphqlResponseError } from "@octokit/graphql";
import type { Github } from "./client.ts";
import { isForbidden } from "./permission.ts";

export interface FileCommit {
  readonly branch: string;
  /** The head that the new text was made from: anything else there, and nothing is committed. */
  readonly head: string;
  readonly path: string;
  readonly text: string;
  readonly headline: string;
  readonly body: string;
}

/** The new commit, or why there is none. */
export type Committed =
  | { readonly sha: string }
  /** Somebody has pushed in the meantime. */
  | { readonly refused: "moved" }
  /** A protected branch, or a token that may not write. */
  | { readonly refused: "forbidden"; readonly reason: string };

const isStale = /^Expected branch to point to/;

const mutation = `mutation ($input: CreateCommitOnBranchInput!) {
  createCommitOnBranch(input: $input) { commit { oid } }
}`;

/** Commits one file's new text on exactly the head that was seen. GitHub signs the commit; its author is the token's. */
export async function commitFile({ octokit, owner, repo }: Github, commit: FileCommit): Promise<Committed> {
  const { branch, head, path, text, headline, body } = commit;
  try {
    const answer = await octokit.graphql<{ createCommitOnBranch: { commit: { oid: string } } }>(mutation, {
      input: {
        branch: { repositoryNameWithOwner: `${owner}/${repo}`, branchName: branch },
        expectedHeadOid: head,
        message: { headline, body },
        fileChanges: { additions: [{ path, contents: Buffer.from(text).toString("base64") }] },
      },
    });
    return { sha: answer.createCommitOnBranch.commit.oid };
  } catch (error) {
    if (isForbidden(error)) return { refused: "forbidden", reason: "the token may not write to the branch" };
    if (!(error instanceof GraphqlResponseError)) throw error;
    const stale = error.errors?.some(({ type, message }) => type === "STALE_DATA" || isStale.test(message));
    if (stale) return { refused: "moved" };
    return { refused: "forbidden", reason: error.errors?.map(({ message }) => message).join("; ") ?? error.message };
  }
}
