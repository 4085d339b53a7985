import type { GitStore } from "./store.ts";

/** An entry of a tree, with its path from the tree's root. */
export interface TreeEntry {
  readonly mode: string;
  readonly type: "blob" | "tree" | "commit";
  readonly sha: string;
  /** In bytes; of a blob only. */
  readonly size: number | undefined;
  readonly path: string;
}

/** A commit as Git has it. */
export interface Commit {
  readonly sha: string;
  readonly tree: string;
  readonly parents: readonly string[];
  readonly author: { readonly name: string; readonly email: string; readonly date: string };
  readonly message: string;
}

/** The entries of a tree, or of the tree of a commit. Undefined where there is none. */
export async function readTree(git: GitStore, tree: string, recursive: boolean): Promise<TreeEntry[] | undefined> {
  const options = recursive ? ["-r", "-t"] : [];
  const { code, stdout } = await git.program.attempt(["ls-tree", "-z", "--long", ...options, tree]);
  if (code !== 0) return undefined;
  return stdout
    .toString("utf8")
    .split("\0")
    .filter((line) => line !== "")
    .map((line) => {
      const [head = "", path = ""] = cut(line, "\t");
      const [mode = "", type = "", sha = "", size = ""] = head.split(/ +/);
      return { mode, type: type as TreeEntry["type"], sha, size: size === "-" ? undefined : Number(size), path };
    });
}

/** The name of a commit's or a tree's tree. */
export async function treeOf(git: GitStore, name: string): Promise<string | undefined> {
  const { code, stdout } = await git.program.attempt(["rev-parse", "--verify", "--quiet", `${name}^{tree}`]);
  return code === 0 ? stdout.toString("utf8").trim() : undefined;
}

/** The bytes of a blob; undefined where there is none of that name. */
export async function readBlob(git: GitStore, sha: string): Promise<Buffer | undefined> {
  const { code, stdout } = await git.program.attempt(["cat-file", "blob", sha]);
  return code === 0 ? stdout : undefined;
}

/** The entry at a path of a commit; an empty path is the root. */
export async function entryAt(git: GitStore, commit: string, path: string): Promise<TreeEntry | undefined> {
  if (path === "") {
    const sha = await treeOf(git, commit);
    return sha === undefined ? undefined : { mode: "040000", type: "tree", sha, size: undefined, path: "" };
  }
  const { code, stdout } = await git.program.attempt(["--literal-pathspecs", "ls-tree", "-z", "--long", commit, path]);
  const [line = ""] = code === 0 ? stdout.toString("utf8").split("\0") : [];
  if (line === "") return undefined;
  const [head = "", found = ""] = cut(line, "\t");
  const [mode = "", type = "", sha = "", size = ""] = head.split(/ +/);
  return { mode, type: type as TreeEntry["type"], sha, size: size === "-" ? undefined : Number(size), path: found };
}

/** Commits that `args` of `git log` select, paths after a `--`; the newest first. */
export async function readCommits(git: GitStore, ...args: string[]): Promise<Commit[]> {
  const format = ["%H", "%T", "%P", "%an", "%ae", "%aI", "%B"].join("%x1f");
  const end = args.includes("--") ? [] : ["--"];
  const { code, stdout } = await git.program.attempt(["log", "-z", `--format=${format}`, ...args, ...end]);
  if (code !== 0) return [];
  return stdout
    .toString("utf8")
    .split("\0")
    .filter((record) => record !== "")
    .map((record) => {
      const [sha = "", tree = "", parents = "", name = "", email = "", date = "", message = ""] = record.split("\x1f");
      const author = { name, email, date: new Date(date).toISOString().replace(".000", "") };
      return { sha, tree, parents: parents.split(" ").filter(Boolean), author, message: message.trimEnd() };
    });
}

function cut(text: string, at: string): [string, string] {
  const index = text.indexOf(at);
  return index < 0 ? [text, ""] : [text.slice(0, index), text.slice(index + at.length)];
}
