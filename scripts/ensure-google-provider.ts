import { mkdir, readFile, symlink, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { buildOnce } from "./go/build-once.ts";
import { goBuild } from "./go/go-build.ts";
import { findGo, requiredGoVersion } from "./go/go-toolchain.ts";

/** The release that the Go module in `google-provider/go.mod` is. */
export const GOOGLE_PROVIDER_VERSION = "5.39.0";

const PACKAGE = "github.com/hashicorp/terraform-provider-google";
/** What is built, by the name of its folder. */
const packages = { whole: PACKAGE, lean: "./lean" } as const;
const MODULE_DIRECTORY = join(import.meta.dirname, "google-provider");
const REGISTRY_PROBE = "https://registry.terraform.io/.well-known/terraform.json";

/** A provider that was built here. */
export interface BuiltProvider {
  /** What TF_CLI_CONFIG_FILE is to name. It names the filesystem mirror `directory`, which has the program. */
  readonly cliConfigFile: string;
  readonly directory: string;
  readonly program: string;
}

/** Where `terraform init` finds the google provider. */
export type GoogleProviderSource =
  /** Terraform's registry can be reached: nothing has to be set. */
  | { readonly source: "registry" }
  /**
   * Built here; `lean` as well, which is the same but for having those resource types only that the environment variable
   * QUORATE_RESOURCE_TYPES names, divided by commas. It takes Terraform a fraction of the time.
   */
  | ({ readonly source: "build"; readonly lean: BuiltProvider } & BuiltProvider);

/**
 * Sees to it that `terraform init` finds hashicorp/google 5.39.0: from Terraform's registry where it can be reached and
 * QUORATE_PROVIDER is not `build`, otherwise built once from its Go module into the user's cache. The first build takes
 * minutes and needs Go; afterwards this returns at once. Processes that ask at the same time share one build.
 * Throws BuildError.
 */
export async function ensureGoogleProvider(options: { log(line: string): void }): Promise<GoogleProviderSource> {
  if (process.env["QUORATE_PROVIDER"] !== "build" && (await isRegistryReachable())) return { source: "registry" };

  const goMod = await readFile(join(MODULE_DIRECTORY, "go.mod"), "utf8");
  const goSum = await readFile(join(MODULE_DIRECTORY, "go.sum"), "utf8");
  const what = `the google provider ${GOOGLE_PROVIDER_VERSION}`;
  const go = await findGo(requiredGoVersion(goMod), what, "let Terraform reach registry.terraform.io");
  const leanMain = await readFile(join(MODULE_DIRECTORY, packages.lean, "main.go"), "utf8");
  const version = `-X ${PACKAGE}/version.ProviderVersion=${GOOGLE_PROVIDER_VERSION}`;
  const flags = ["-trimpath", "-ldflags", `-s -w ${version}`];
  const home = await buildOnce({
    what,
    kind: "google-provider",
    inputs: [goMod, goSum, leanMain, flags, go],
    log: options.log,
    build: async (draft, home) => {
      options.log(`building ${what} with ${go.version}: once, some minutes`);
      for (const [name, built] of Object.entries(packages)) {
        await fillMirror(join(draft, name, "mirror"), go.platform, (output) =>
          goBuild({ what, moduleDirectory: MODULE_DIRECTORY, packages: [built], output, flags, log: options.log }),
        );
        await writeFile(join(draft, name, "terraform.rc"), cliConfig(join(home, name, "mirror")));
      }
    },
  });
  const builtAs = (name: keyof typeof packages): BuiltProvider => {
    const directory = join(home, name, "mirror");
    const program = programIn(join(directory, "registry.terraform.io"), go.platform);
    return { cliConfigFile: join(home, name, "terraform.rc"), directory, program };
  };
  return { source: "build", ...builtAs("whole"), lean: builtAs("lean") };
}

/** Lays the mirror out as Terraform searches it, for OpenTofu's name of the registry too. */
async function fillMirror(mirror: string, platform: string, build: (output: string) => Promise<void>): Promise<void> {
  const program = programIn(join(mirror, "registry.terraform.io"), platform);
  const tofu = dirname(dirname(programIn(join(mirror, "registry.opentofu.org"), platform)));
  await mkdir(dirname(program), { recursive: true });
  await mkdir(tofu, { recursive: true });
  await build(program);
  await symlink(
    join("../../../../registry.terraform.io/hashicorp/google", GOOGLE_PROVIDER_VERSION, platform),
    join(tofu, platform),
  );
}

/** Where Terraform searches a registry's part of a mirror. */
function programIn(registry: string, platform: string): string {
  const release = join(registry, "hashicorp", "google", GOOGLE_PROVIDER_VERSION, platform);
  return join(release, `terraform-provider-google_v${GOOGLE_PROVIDER_VERSION}`);
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
