import { spawn } from "node:child_process";
import { BuildError } from "./build-error.ts";
import { goEnvironment } from "./go-toolchain.ts";

export interface GoBuild {
  /** What is built, for people: "the google provider". */
  readonly what: string;
  readonly moduleDirectory: string;
  readonly packages: readonly string[];
  /** A file for one package; a directory, with a slash at its end, for several. */
  readonly output: string;
  readonly flags: readonly string[];
  log(line: string): void;
}

/**
 * Compiles packages that the module requires, at low priority. It takes minutes on a small machine: `log` gets a line
 * with the elapsed seconds every ten. Throws BuildError (`build-failed`) with the compiler's last lines.
 */
export async function goBuild({ what, moduleDirectory, packages, output, flags, log }: GoBuild): Promise<void> {
  const build = ["go", "build", ...flags, "-o", output, ...packages];
  const [program, ...args] = process.platform === "win32" ? build : ["nice", "-n", "10", ...build];
  const child = spawn(program ?? "go", args, {
    cwd: moduleDirectory,
    env: goEnvironment(),
    stdio: ["ignore", "ignore", "pipe"],
  });
  const startedAt = Date.now();
  const elapsed = () => Math.round((Date.now() - startedAt) / 1000);
  const progress = setInterval(() => log(`building ${what}: ${elapsed()} s`), 10_000);
  const stop = () => child.kill();
  process.once("exit", stop);
  let errors = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    errors = (errors + text).slice(-4000);
  });
  try {
    const status = await new Promise<number | string>((resolve, reject) => {
      child.once("error", reject);
      child.once("close", (code, signal) => resolve(code ?? signal ?? "no status"));
    });
    if (status !== 0) {
      throw new BuildError(
        "build-failed",
        `go build of ${what} failed (${status}): ${errors.trim()}`,
        "It needs the Go module proxy (GOPROXY), about 4 GB of disk under GOCACHE and 2 GB of memory.",
      );
    }
    log(`built ${what} in ${elapsed()} s`);
  } finally {
    clearInterval(progress);
    process.off("exit", stop);
  }
}
