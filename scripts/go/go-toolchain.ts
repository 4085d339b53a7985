import { execFile } from "node:child_process";
import { tmpdir } from "node:os";
import { promisify } from "node:util";
import { BuildError } from "./build-error.ts";

/** The Go installation that builds programs. */
export interface GoToolchain {
  /** Such as `go1.26.8`. */
  readonly version: string;
  /** This machine's platform in Terraform's words, such as `linux_amd64`. */
  readonly platform: string;
}

/** Environment of each call of go: this machine's toolchain and nothing but what go.mod and go.sum name. */
export function goEnvironment(): NodeJS.ProcessEnv {
  // A cross compiler's settings would give a program that cannot run here.
  const { GOOS: _os, GOARCH: _arch, ...inherited } = process.env;
  return {
    ...inherited,
    CGO_ENABLED: "0",
    GOFLAGS: "-mod=readonly -buildvcs=false",
    GOTOOLCHAIN: "local",
    GOWORK: "off",
  };
}

/** The `go 1.x` line of a go.mod: the oldest Go that can build the module. */
export function requiredGoVersion(goMod: string): string {
  const version = /^go\s+(\d+(?:\.\d+)*)/m.exec(goMod)?.[1];
  if (version === undefined) throw new Error("go.mod has no `go` line");
  return version;
}

/** Whether `actual` (such as `go1.26.8` or `go1.27rc1`) is at least `required` (such as `1.24.0`). */
export function isGoAtLeast(actual: string, required: string): boolean {
  const numbers = (text: string) => (/\d+(?:\.\d+)*/.exec(text)?.[0] ?? "0").split(".").map(Number);
  const have = numbers(actual);
  const want = numbers(required);
  for (let i = 0; i < Math.max(have.length, want.length); i++) {
    const difference = (have[i] ?? 0) - (want[i] ?? 0);
    if (difference !== 0) return difference > 0;
  }
  return true;
}

/**
 * Finds Go and checks its age. `what` needs it, such as "the google provider"; `otherwise` is what would do without.
 * Throws BuildError (`missing-go`, `old-go`).
 */
export async function findGo(required: string, what: string, otherwise = ""): Promise<GoToolchain> {
  const remedy = `Install Go ${required} or newer from https://go.dev/dl/${otherwise && `, or ${otherwise}`}.`;
  let stdout: string;
  try {
    ({ stdout } = await promisify(execFile)("go", ["env", "-json", "GOVERSION", "GOHOSTOS", "GOHOSTARCH"], {
      env: goEnvironment(),
      // Outside any module: an old Go refuses to say its version inside one that needs a newer.
      cwd: tmpdir(),
    }));
  } catch (cause) {
    throw new BuildError("missing-go", `There is no Go to build ${what}.`, remedy, { cause });
  }
  const found = JSON.parse(stdout) as Record<string, string>;
  const version = found["GOVERSION"] ?? "unknown";
  if (!isGoAtLeast(version, required)) {
    throw new BuildError("old-go", `${version} is too old to build ${what}.`, remedy);
  }
  return { version, platform: `${found["GOHOSTOS"]}_${found["GOHOSTARCH"]}` };
}
