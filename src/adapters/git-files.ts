import { posix } from "node:path";
import type { Problem } from "../cluster/problem.ts";
import { failed, GitError, runGit } from "./git.ts";
import { decode, mostBytes, type ReadText, tooLarge } from "./read-text.ts";

/** The files of a commit, by their paths from the current folder. */
export interface Commit {
  /** What it was called by whoever asked for it. */
  readonly ref: string;
  /** Its files and links; folders are not among them. */
  readonly files: readonly string[];
  /** Reads those of the files that are there, links inside the repository followed. Others are not in the answer. */
  read(files: readonly string[]): Promise<CommittedFile[]>;
}

export type CommittedFile = { readonly file: string } & ReadText;

/** Opens a commit of the current folder's repository. Throws a GitError if there is no such repository or commit. */
export async function openCommit(ref: string): Promise<Commit> {
  const prefix = await prefixOfHere();
  const id = await commitId(ref);
  const paths = await listing(id);
  const place: Place = { id, prefix, paths: new Set(paths) };
  return {
    ref,
    files: paths.map((path) => posix.relative(`/${prefix}`, `/${path}`)),
    read: async (wanted) => {
      const files: CommittedFile[] = [];
      for (let at = 0; at < wanted.length; at += atOnce) {
        files.push(...(await readAt(place, wanted.slice(at, at + atOnce))));
      }
      return files;
    },
  };
}

/** Files of at most 1 MiB that are in memory as bytes at a time. */
const atOnce = 64;

interface Place {
  /** Of the commit. */
  readonly id: string;
  readonly prefix: string;
  /** All that the commit has, from the top of the repository. */
  readonly paths: ReadonlySet<string>;
}

/** Where the current folder lies in its repository: empty, or a path that ends with a slash. */
async function prefixOfHere(): Promise<string> {
  const { ok, stdout, stderr } = await runGit(["rev-parse", "--is-inside-work-tree", "--show-prefix"]);
  const [inside, prefix = ""] = stdout.toString("utf8").split("\n");
  if (ok && inside === "true") return prefix;
  const owner = /dubious ownership/.test(stderr);
  throw new GitError(
    "not-a-repository",
    owner ? "Git does not trust this folder, because it is another user's" : "This folder is in no Git repository",
    owner
      ? "If you trust it: git config --global --add safe.directory <folder>"
      : "Run it in a checkout, or compare with a file by --from",
  );
}

async function commitId(ref: string): Promise<string> {
  // What begins with a hyphen would be an option.
  const run = ref.startsWith("-")
    ? undefined
    : await runGit(["rev-parse", "--verify", "--quiet", "--end-of-options", `${ref}^{commit}`]);
  const id = run?.stdout.toString("utf8").trim() ?? "";
  if (run?.ok && /^[0-9a-f]{40,64}$/.test(id)) return id;
  throw new GitError(
    "unknown-ref",
    `The repository has no commit ${JSON.stringify(ref)}`,
    "Name a branch, tag or commit that is here. A shallow clone lacks most: fetch it first (actions/checkout: fetch-depth: 0)",
  );
}

async function listing(id: string): Promise<string[]> {
  const { ok, stdout, stderr } = await runGit(["ls-tree", "-r", "-z", "--full-tree", id, "--"]);
  if (!ok) throw failed(stderr);
  const entries = stdout.toString("utf8").split("\0");
  return entries.flatMap((entry) => {
    const [, type, path] = /^\d+ (\w+) [^\t]*\t([\s\S]+)$/.exec(entry) ?? [];
    return type === "blob" && path !== undefined ? [path] : [];
  });
}

async function readAt({ id, prefix, paths }: Place, wanted: readonly string[]): Promise<CommittedFile[]> {
  const asked = wanted.map((file) => ({ file, path: posix.join(`/${prefix}`, file).slice(1) }));
  const outside = asked.filter(({ file }) => isOutside(prefix, file));
  const inside = asked.filter(({ file, path }) => !isOutside(prefix, file) && !path.includes("\n"));
  const found = await resolveAll(inside.map(({ path }) => `${id}:${path}`));
  const blobs = await contents(found.flatMap((each) => (each.kind === "blob" ? [each.id] : [])));
  const files = inside.flatMap(({ file, path }, index): CommittedFile[] => {
    const each = found[index];
    if (each?.kind === "refused") return [{ file, problem: each.problem }];
    if (each?.kind === "blob") return [{ file, ...decode(blobs.get(each.id) ?? Buffer.alloc(0)) }];
    if (paths.has(path)) throw notFetched(path);
    return [];
  });
  return [...files, ...outside.map(({ file }) => ({ file, problem: notInRepository }))];
}

function isOutside(prefix: string, file: string): boolean {
  if (posix.isAbsolute(file)) return true;
  const depth = prefix.split("/").length - 1;
  return (
    posix
      .normalize(file)
      .split("/")
      .filter((segment) => segment === "..").length > depth
  );
}

type Resolved =
  | { readonly kind: "blob"; readonly id: string }
  | { readonly kind: "absent" }
  | { readonly kind: "refused"; readonly problem: Problem };

/** What stands at each path of a commit, links inside the repository followed. */
async function resolveAll(names: readonly string[]): Promise<Resolved[]> {
  const answer = await catFile(["--batch-check", "--follow-symlinks"], names);
  let at = 0;
  return names.map((name): Resolved => {
    const end = answer.indexOf("\n", at);
    const line = answer.toString("utf8", at, end);
    at = end + 1;
    const [id = "", type, size] = line === `${name} missing` ? [] : line.split(" ");
    if (type === "blob")
      return Number(size) > mostBytes ? { kind: "refused", problem: tooLarge } : { kind: "blob", id };
    if (!/^(symlink|dangling|loop|notdir)$/.test(id)) return { kind: "absent" };
    // The link's target, which may hold line ends, follows in as many bytes as the line says.
    at += Number(type) + 1;
    return id === "notdir" ? { kind: "absent" } : { kind: "refused", problem: badLink };
  });
}

async function contents(ids: readonly string[]): Promise<Map<string, Buffer>> {
  const answer = await catFile(["--batch"], ids);
  let at = 0;
  return new Map(
    ids.map((id) => {
      const end = answer.indexOf("\n", at);
      const [, type, size] = answer.toString("utf8", at, end).split(" ");
      if (type !== "blob") throw notFetched(id);
      const start = end + 1;
      at = start + Number(size) + 1;
      return [id, answer.subarray(start, start + Number(size))];
    }),
  );
}

async function catFile(options: readonly string[], names: readonly string[]): Promise<Buffer> {
  if (names.length === 0) return Buffer.alloc(0);
  const { ok, stdout, stderr } = await runGit(["cat-file", ...options], `${names.join("\n")}\n`);
  if (!ok) throw failed(stderr);
  return stdout;
}

function notFetched(name: string): GitError {
  return failed(`${JSON.stringify(name)} is not there, as in a partial clone that has not fetched it`);
}

const notInRepository: Problem = {
  code: "Q065",
  message: "The file is not in the repository of the current folder",
  remedy: "Run it in the repository that the file belongs to",
};

const badLink: Problem = {
  code: "Q063",
  message: "A symbolic link leads out of the repository, or nowhere",
  remedy: "Put the file itself there",
};
