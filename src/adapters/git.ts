import { execFile } from "node:child_process";

/** Git could not answer; `code` is for scripts. */
export class GitError extends Error {
  readonly code: "git-missing" | "not-a-repository" | "unknown-ref" | "git-failed";
  readonly remedy: string;

  constructor(code: GitError["code"], message: string, remedy: string) {
    super(message);
    this.name = "GitError";
    this.code = code;
    this.remedy = remedy;
  }
}

/** What running Git came to. */
export interface GitRun {
  readonly ok: boolean;
  readonly stdout: Buffer;
  readonly stderr: string;
}

/**
 * Runs the installed Git in the current folder, without a shell. A repository may be somebody else's: nothing in it is
 * executed, nothing is fetched, nobody is asked for a password, and a bare repository among its files is not taken for
 * the repository. Throws a GitError when there is no Git, or when it takes a minute or answers with gigabytes.
 */
export async function runGit(args: readonly string[], input = ""): Promise<GitRun> {
  return new Promise((resolve, reject) => {
    const options = { encoding: "buffer", env: environment(), timeout: 60_000, maxBuffer: 1024 ** 3 } as const;
    const child = execFile("git", [...harmless, ...args], options, (error, stdout, stderr) => {
      const said = stderr.toString("utf8").trim();
      if (error === null) return resolve({ ok: true, stdout, stderr: said });
      if (error.code === "ENOENT")
        reject(new GitError("git-missing", "There is no git here", "Install Git, then try again"));
      else if (typeof error.code === "number") resolve({ ok: false, stdout, stderr: said });
      else reject(failed(error.killed ? "it took or answered too much" : error.message));
    });
    // A git that ends before it has read everything says why on its own.
    child.stdin?.on("error", () => undefined);
    child.stdin?.end(input);
  });
}

export function failed(reason: string): GitError {
  return new GitError(
    "git-failed",
    `Git cannot read the repository: ${reason}`,
    "Look with `git fsck`; fetch what is missing, then try again",
  );
}

const harmless = [
  "--no-pager",
  "--literal-pathspecs",
  "--no-replace-objects",
  ...["core.fsmonitor=false", "core.hooksPath=/dev/null", "safe.bareRepository=explicit"].flatMap((each) => [
    "-c",
    each,
  ]),
];

/** What ties Git to another repository than that of the current folder; hooks have it set. */
const ties =
  /^GIT_(DIR|WORK_TREE|INDEX_FILE|OBJECT_DIRECTORY|ALTERNATE_OBJECT_DIRECTORIES|COMMON_DIR|NAMESPACE|PREFIX|SHALLOW_FILE|GRAFT_FILE|EXTERNAL_DIFF)$/;

function environment(): NodeJS.ProcessEnv {
  const own = Object.entries(process.env).filter(([name]) => !ties.test(name));
  return {
    ...Object.fromEntries(own),
    LC_ALL: "C",
    GIT_TERMINAL_PROMPT: "0",
    GIT_OPTIONAL_LOCKS: "0",
    // In a clone with holes, reading would fetch through whatever transport the repository names.
    GIT_NO_LAZY_FETCH: "1",
    GIT_ALLOW_PROTOCOL: "none",
  };
}
