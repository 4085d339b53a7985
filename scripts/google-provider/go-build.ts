import { spawn } from "node:child_process";
import { goEnvironment } from "./go-toolchain.ts";
import { ProviderBuildError } from "./provider-build-error.ts";

const PACKAGE = "github.com/hashicorp/terraform-provider-google";

/** Flags of `go build` for a provider that says `version` of itself; they decide what the binary is. */
export function buildFlags(version: string): string[] {
  return ["-trimpath", "-ldflags", `-s -w -X ${PACKAGE}/version.ProviderVersion=${version}`];
}

/**
 * Compiles the provider that `moduleDirectory` requires into the file `output`, at low priority.
 * It takes minutes on a small machine: `log` gets a line with the elapsed seconds every ten.
 * Throws ProviderBuildError (`build-failed`) with the compiler's last lines.
 */
export async function goBuild(options: {
  readonly moduleDirectory: string;
  readonly output: string;
  readonly flags: readonly string[];
  log(line: string): void;
}): Promise<void> {
  const build = ["go", "build", ...options.flags, "-o", options.output, PACKAGE];
  const [program, ...args] = process.platform === "win32" ? build : ["nice", "-n", "10", ...build];
  const child = spawn(program ?? "go", args, {
    cwd: options.moduleDirectory,
    env: goEnvironment(),
    stdio: ["ignore", "ignore", "pipe"],
  });
  const startedAt = Date.now();
  const elapsed = () => Math.round((Date.now() - startedAt) / 1000);
  const progress = setInterval(() => options.log(`building the google provider: ${elapsed()} s`), 10_000);
  const stop = () => child.kill();
  process.once("exit", stop);
  let output = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    output = (output + text).slice(-4000);
  });
  try {
    const status = await new Promise<number | string>((resolve, reject) => {
      child.once("error", reject);
      child.once("close", (code, signal) => resolve(code ?? signal ?? "no status"));
    });
    if (status !== 0) {
      throw new ProviderBuildError(
        "build-failed",
        `go build of the google provider failed (${status}): ${output.trim()}`,
        "It needs the Go module proxy (GOPROXY), about 4 GB of disk under GOCACHE and 2 GB of memory.",
      );
    }
    options.log(`built the google provider in ${elapsed()} s`);
  } finally {
    clearInterval(progress);
    process.off("exit", stop);
  }
}
