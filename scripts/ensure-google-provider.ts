import { createHash } from "node:crypto";
import { access, mkdir, readFile, rename, symlink, writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { takeBuildLock } from "./google-provider/build-lock.ts";
import { buildFlags, goBuild } from "./google-provider/go-build.ts";
import { findGo, requiredGoVersion } from "./google-provider/go-toolchain.ts";
import { ProviderBuildError } from "./google-provider/provider-build-error.ts";

/** The release that the Go module in `google-provider/go.mod` is. */
export const GOOGLE_PROVIDER_VERSION = "5.39.0";

const MODULE_DIRECTORY = join(import.meta.dirname, "google-provider");
const REGISTRY_PROBE = "https://registry.terraform.io/.well-known/terraform.json";

/** Where `terraform init` finds the google provider. */
export type GoogleProviderSource =
  /** Terraform's registry can be reached: nothing has to be set. */
  | { readonly source: "registry" }
  /** Built here. Set TF_CLI_CONFIG_FILE to `cliConfigFile`; `directory` is the filesystem mirror that it names. */
  | { readonly source: "build"; readonly cliConfigFile: string; readonly directory: string };

/**
 * Sees to it that `terraform init` finds hashicorp/google 5.39.0: from Terraform's registry where it can be reached and
 * QUORATE_PROVIDER is not `build`, otherwise built once from its Go module into the user's cache. The first build takes
 * minutes and needs Go; afterwards this returns at once. Processes that ask at the same time share one build.
 * Throws ProviderBuildError.
 */
export async function ensureGoogleProvider(options: { log(line: string): void }): Promise<GoogleProviderSource> {
  if (process.env["QUORATE_PROVIDER"] !== "build" && (await isRegistryReachable())) return { source: "registry" };

  const goMod = await readFile(join(MODULE_DIRECTORY, "go.mod"), "utf8");
  const goSum = await readFile(join(MODULE_DIRECTORY, "go.sum"), "utf8");
  const go = await findGo(requiredGoVersion(goMod));
  const flags = buildFlags(GOOGLE_PROVIDER_VERSION);
  const key = createHash("sha256")
    .update(JSON.stringify([goMod, goSum, flags, go]))
    .digest("hex")
    .slice(0, 16);
  const cache = join(process.env["XDG_CACHE_HOME"] || join(homedir(), ".cache"), "quorate", "google-provider");
  const home = join(cache, key);
  const result = {
    source: "build",
    cliConfigFile: join(home, "terraform.rc"),
    directory: join(home, "mirror"),
  } as const;
  const isDone = () => exists(result.cliConfigFile);
  if (await isDone()) return result;

  await mkdir(cache, { recursive: true });
  const lock = await takeBuildLock(`${home}.lock`, {
    patience: 20 * 60_000,
    interval: 1000,
    deadAfter: 60_000,
    onWait: (owner) => options.log(`waiting for the build of the google provider by ${owner || "another process"}`),
    isDone,
  });
  if (lock === "done") return result;
  if (lock === "busy") {
    throw new ProviderBuildError(
      "build-busy",
      "Another process has been building the google provider for 20 minutes.",
      `End it, or remove ${home}.lock.`,
    );
  }
  try {
    if (await isDone()) return result;
    options.log(`building the google provider ${GOOGLE_PROVIDER_VERSION} with ${go.version}: once, some minutes`);
    const draft = join(lock.directory, "draft");
    await fillMirror(join(draft, "mirror"), go.platform, (output) =>
      goBuild({ moduleDirectory: MODULE_DIRECTORY, output, flags, log: options.log }),
    );
    await writeFile(join(draft, "terraform.rc"), cliConfig(result.directory));
    await rename(draft, home).catch(async (error: unknown) => {
      if (!(await isDone())) throw error;
    });
  } finally {
    await lock.release();
  }
  return result;
}

/** Lays the mirror out as Terraform searches it, for OpenTofu's name of the registry too. */
async function fillMirror(mirror: string, platform: string, build: (output: string) => Promise<void>): Promise<void> {
  const versionUnder = (registry: string) => join(mirror, registry, "hashicorp", "google", GOOGLE_PROVIDER_VERSION);
  const terraform = versionUnder("registry.terraform.io");
  const tofu = versionUnder("registry.opentofu.org");
  await mkdir(join(terraform, platform), { recursive: true });
  await mkdir(tofu, { recursive: true });
  await build(join(terraform, platform, `terraform-provider-google_v${GOOGLE_PROVIDER_VERSION}`));
  await symlink(
    join("../../../../registry.terraform.io/hashicorp/google", GOOGLE_PROVIDER_VERSION, platform),
    join(tofu, platform),
  );
}

function cliConfig(mirror: string): string {
  const google = '["registry.terraform.io/hashicorp/google", "registry.opentofu.org/hashicorp/google"]';
  return `provider_installation {
  filesystem_mirror {
    path    = ${JSON.stringify(mirror)}
    include = ${google}
  }
  direct {
    exclude = ${google}
  }
}
`;
}

async function isRegistryReachable(): Promise<boolean> {
  try {
    return (await fetch(REGISTRY_PROBE, { signal: AbortSignal.timeout(2000) })).ok;
  } catch {
    return false;
  }
}

async function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}
