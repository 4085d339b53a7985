import type { Call } from "../call.ts";
import { entryAt, readBlob, readTree, type TreeEntry } from "../git/read.ts";
import { nodeId } from "../present/urls.ts";
import { resolveRef } from "../routes/revision.ts";
import type { Repository } from "../state/repository.ts";
import { QueryError } from "./query-error.ts";

/** A repository, with the objects of Git that a query asks it for. */
export function repositoryNode(call: Call, owner: string, name: string) {
  const repository = call.state.repository(`${owner}/${name}`);
  if (repository === undefined)
    throw new QueryError("NOT_FOUND", `Could not resolve to a Repository with the name '${owner}/${name}'.`);
  const object = ({ expression = "", oid }: { expression?: string; oid?: string }) =>
    objectNode(call, repository, oid ?? expression);
  return {
    __typename: "Repository",
    id: nodeId("R", repository.id),
    databaseId: repository.id,
    name: repository.name,
    nameWithOwner: repository.fullName,
    isFork: repository.fork,
    isPrivate: repository.private,
    object,
  };
}

/** `COMMIT:PATH`, or what a name stands for. */
async function objectNode(call: Call, repository: Repository, expression: string) {
  if (call.token.permissions.contents === undefined)
    throw new QueryError("FORBIDDEN", "Resource not accessible by integration");
  const { git } = call.state;
  const colon = expression.indexOf(":");
  const revision = colon < 0 ? expression : expression.slice(0, colon);
  const commit = await resolveRef(call.state, repository, revision);
  if (colon < 0 && commit !== undefined) return { __typename: "Commit", id: nodeId("C", 1), oid: commit };
  if (colon < 0) {
    const content = await readBlob(git, expression);
    return content === undefined ? null : blob(expression, content);
  }
  const entry = commit === undefined ? undefined : await entryAt(git, commit, expression.slice(colon + 1));
  if (entry === undefined) return null;
  if (entry.type === "tree") return { __typename: "Tree", oid: entry.sha, entries: () => entries(call, entry) };
  return blob(entry.sha, (await readBlob(git, entry.sha)) ?? Buffer.alloc(0));
}

async function entries(call: Call, tree: TreeEntry) {
  const found = (await readTree(call.state.git, tree.sha, false)) ?? [];
  return found.map(({ mode, type, sha, size, path }) => {
    const about = {
      name: path,
      path: tree.path === "" ? path : `${tree.path}/${path}`,
      mode: Number.parseInt(mode, 8),
    };
    const object = async () => {
      const content = type === "blob" ? await readBlob(call.state.git, sha) : undefined;
      return content === undefined ? { __typename: "Tree", oid: sha } : blob(sha, content);
    };
    return { ...about, type, oid: sha, size: size ?? 0, object };
  });
}

function blob(oid: string, content: Buffer) {
  const isBinary = content.includes(0);
  return {
    __typename: "Blob",
    id: nodeId("B", content.length),
    oid,
    byteSize: content.length,
    isBinary,
    isTruncated: content.length > 512_000,
    text: isBinary ? null : content.subarray(0, 512_000).toString("utf8"),
  };
}
