import type { Github } from "./client.ts";

/** A file of a commit, as Git lists it. */
export interface TreeFile {
  readonly path: string;
  /** Of its contents: two files with the same one are the same. */
  readonly sha: string;
  readonly isLink: boolean;
  /** Bytes. */
  readonly size: number;
}

/** A commit has more files than GitHub lists. */
export class TooManyFilesError extends Error {
  readonly remedy = "Keep cluster files in a folder of their own, and name that folder in the input `files`";
}

/**
 * The files and links of a commit that lie in the folders, or deeper. One call; where the repository is so large that
 * GitHub cuts its list, one for each folder on the way.
 */
export async function listTree(github: Github, commit: string, folders: readonly string[]): Promise<TreeFile[]> {
  const whole = await tree(github, commit, true);
  if (!whole.truncated) return whole.entries.flatMap(fileOf);
  const lists = await Promise.all([...new Set(folders)].map((folder) => listFolder(github, commit, folder)));
  return [...new Map(lists.flat().map((file) => [file.path, file])).values()];
}

/** A file's bytes; they are its contents at the moment of the commit that it was listed in. */
export async function readBlob({ octokit, owner, repo }: Github, sha: string): Promise<Uint8Array> {
  const { data } = await octokit.rest.git.getBlob({ owner, repo, file_sha: sha });
  return Buffer.from(data.content, data.encoding === "base64" ? "base64" : "utf8");
}

async function listFolder(github: Github, commit: string, folder: string): Promise<TreeFile[]> {
  const segments = folder.split("/").filter((segment) => segment !== "." && segment !== "");
  let sha = commit;
  for (const segment of segments) {
    const { entries, truncated } = await tree(github, sha, false);
    const next = entries.find(({ path, type }) => path === segment && type === "tree");
    if (next === undefined && truncated) throw new TooManyFilesError(`GitHub does not list all of ${folder}`);
    if (next === undefined) return [];
    sha = next.sha;
  }
  const { entries, truncated } = await tree(github, sha, true);
  if (truncated) throw new TooManyFilesError(`${folder} has more files than GitHub lists`);
  return entries.flatMap(fileOf).map((file) => ({ ...file, path: [...segments, file.path].join("/") }));
}

type Entry = { path: string; mode: string; type: string; sha: string; size?: number };

async function tree({ octokit, owner, repo }: Github, sha: string, recursive: boolean) {
  const { data } = await octokit.rest.git.getTree({
    owner,
    repo,
    tree_sha: sha,
    ...(recursive ? { recursive: "1" } : {}),
  });
  return { entries: data.tree as readonly Entry[], truncated: data.truncated };
}

const link = "120000";

function fileOf({ path, mode, type, sha, size = 0 }: Entry): TreeFile[] {
  return type === "blob" ? [{ path, sha, isLink: mode === link, size }] : [];
}
