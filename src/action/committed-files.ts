import { type ClusterFile, clusterFile, unreadFile } from "../adapters/cluster-files.ts";
import { isYaml, standsFor } from "../adapters/find-files.ts";
import { isPattern, patternFolder } from "../adapters/path-pattern.ts";
import { decode, mostBytes, tooLarge } from "../adapters/read-text.ts";
import type { Problem } from "../cluster/problem.ts";
import { unprintable } from "../cluster/quote.ts";
import type { Github } from "../github/client.ts";
import { listTree, readBlob, type TreeFile } from "../github/tree.ts";

/** The YAML files of one commit. */
export interface Listing {
  /** Those that are cluster files, going by the input `files`. */
  readonly clusters: ReadonlyMap<string, TreeFile>;
  readonly others: ReadonlyMap<string, TreeFile>;
}

/**
 * Reads cluster files of commits from GitHub, as data: nothing is checked out, no link is followed, and the same
 * contents are fetched once.
 */
export class CommittedFiles {
  readonly #github: Github;
  readonly #named: readonly string[];
  readonly #listings = new Map<string, Promise<Listing>>();
  readonly #contents = new Map<string, Promise<Uint8Array>>();

  /** `named` are files, folders and patterns, as the input `files` has them. */
  constructor(github: Github, named: readonly string[]) {
    this.#github = github;
    this.#named = named;
  }

  list(commit: string): Promise<Listing> {
    return kept(this.#listings, commit, () => this.#list(commit));
  }

  /** Reads files of a commit; what is wrong with one is in the answer as its diagnostics. */
  read(files: readonly TreeFile[]): Promise<ClusterFile[]> {
    return Promise.all(files.map((file) => this.#read(file)));
  }

  async #list(commit: string): Promise<Listing> {
    const folders = this.#named.map((each) => (isPattern(each) ? patternFolder(each) : folderOf(each)));
    const files = await listTree(this.#github, commit, folders);
    const yaml = files.filter(({ path }) => isYaml(path) || this.#named.includes(path));
    const inScope = ({ path }: TreeFile) => this.#named.some((each) => standsFor(each, path));
    return { clusters: byPath(yaml.filter(inScope)), others: byPath(yaml.filter((file) => !inScope(file))) };
  }

  async #read({ path, sha, isLink, size }: TreeFile): Promise<ClusterFile> {
    if (path.search(unprintable) >= 0) return unreadFile(path, unprintableName);
    if (isLink) return unreadFile(path, notFollowed);
    if (size > mostBytes) return unreadFile(path, tooLarge);
    const read = decode(await kept(this.#contents, sha, () => readBlob(this.#github, sha)));
    return "problem" in read ? unreadFile(path, read.problem) : clusterFile(path, read.text);
  }
}

const unprintableName: Problem = {
  code: "Q067",
  message: "The file's name has characters that cannot be shown",
  remedy: "Rename it; letters, digits, dots and hyphens are safe everywhere",
};

const notFollowed: Problem = {
  code: "Q062",
  message: "This is a symbolic link, and links are not followed in a commit",
  remedy: "Put the file itself there",
};

/** Where a path that may be a file or a folder has to be looked for. */
function folderOf(path: string): string {
  return isYaml(path) ? path.split("/").slice(0, -1).join("/") || "." : path;
}

function byPath(files: readonly TreeFile[]): ReadonlyMap<string, TreeFile> {
  return new Map(files.map((file) => [file.path, file]));
}

function kept<T>(known: Map<string, Promise<T>>, key: string, make: () => Promise<T>): Promise<T> {
  const found = known.get(key) ?? make();
  known.set(key, found);
  return found;
}
