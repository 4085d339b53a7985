import { createHash } from "node:crypto";
import { mkdir, readFile, rename, symlink, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import { hashesVariable } from "../src/terraform/google-provider.ts";
import { buildOnce } from "./go/build-once.ts";
import { goBuild } from "./go/go-build.ts";
import { findGo, requiredGoVersion } from "./go/go-toolchain.ts";

/** The release that the Go module in `google-provider/go.mod` is. */
export const GOOGLE_PROVIDER_VERSION = "5.39.0";

/** Of that release's archives in Terraform's registry; tests and the demo alone use it. From a public lock file. */
const registryHashes = [
  "zh:384aa2857e00c05588796acef2a2dd4b71c8cac28cd1f3a3dabb20c295ea4908",
  "zh:3b137eac3b424922aa93727e7667c474addea7e075967bc03ad40f9b3f0eaaf4",
  "zh:4664adafacdee0fa97ccfe76d474582024b3f6bc77bc7dcb061359f1321af0d1",
  "zh:48f61605fee70a9f91958f3ff6bbfb34058ba5fa50a09987a493b0275f76026d",
  "zh:6c18c0ceaf6de40ae3012df116e1c919b8deba3b7667eb150d9392014ea412d4",
  "zh:b90cc80f69725d63a9149ad040b6adf7c17122223d272c771c966960bd32f5f2",
  "zh:c5724ac3ac93d835ba8e1721f80ee275602f55d4d86c976dc4c9e99afbda8e60",
  "zh:c5cbdf303da617ba099778b6a4897496cef7fd15ea0363454bd2a0780b7200c9",
  "zh:f37c93a769a222c201a61762f9aed7227d9788d8a31d172d63e78cd3a5676bc8",
  "zh:f569b65999264a9416862bca5cd2a6177d94ccb0424f3a4ef424428912b9cb3c",
  "zh:f7eff51a6b70a45142d48de5732e0b84f9afb227507c7e05a7d711f4028f0959",
  "zh:f838e2ad7b4bd7d840136957f6ceae750d86fbc36c2b31fdd37ff5b0c798b313",
];

const PACKAGE = "github.com/hashicorp/terraform-provider-google";
/** What is built, by the name of its folder. */
const packages = { whole: PACKAGE, lean: "./lean" } as const;
const MODULE_DIRECTORY = join(import.meta.dirname, "google-provider");
const REGISTRY_PROBE = "https://registry.terraform.io/.well-known/terraform.json";

/** What has to be set so that Terraform finds the provider and Quorate lets it run. */
export type ProviderEnvironment = Readonly<Record<string, string>>;

/** A provider that was built here. */
export interface BuiltProvider {
  /** Names a CLI configuration file with the filesystem mirror `directory`, and the hash of the program in it. */
  readonly environment: ProviderEnvironment;
  readonly directory: string;
  readonly program: string;
}

/** Where `terraform init` finds the google provider. */
export type GoogleProviderSource =
  /** Terraform's registry can be reached: it is named by the hashes that are expected of it. */
  | { readonly source: "registry"; readonly environment: ProviderEnvironment }
  /**
   * Built here; `lean` as well, which is the same but for having those resource types only that the environment variable
   * GOOGLE_PROVIDER_RESOURCE_TYPES names, divided by commas. It takes Terraform a fraction of the time.
   */
  | ({ readonly source: "build"; readonly lean: BuiltProvider } & BuiltProvider);

/**
 * Sees to it that `terraform init` finds hashicorp/google 5.39.0: from Terraform's registry where it can be reached and
 * QUORATE_PROVIDER is not `build`, otherwise built once from its Go module into the user's cache. The first build takes
 * minutes and needs Go; afterwards this returns at once. Processes that ask at the same time share one build.
 * Throws BuildError.
 */
export async function ensureGoogleProvider(options: { log(line: string): void }): Promise<GoogleProviderSource> {
  if (process.env["QUORATE_PROVIDER"] !== "build" && (await isRegistryReachable())) {
    return { source: "registry", environment: { [hashesVariable]: registryHashes.join(" ") } };
  }

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
  const builtAs = async (name: keyof typeof packages): Promise<BuiltProvider> => {
    const directory = join(home, name, "mirror");
    const program = programIn(join(directory, "registry.terraform.io"), go.platform);
    const environment = {
      TF_CLI_CONFIG_FILE: join(home, name, "terraform.rc"),
      [hashesVariable]: await hashOf(program, join(home, name, "hash")),
    };
    return { environment, directory, program };
  };
  return { source: "build", ...(await builtAs("whole")), lean: await builtAs("lean") };
}

/** The hash that Terraform's lock files have of a folder with one program (Go's `dirhash`, version 1); counted once. */
async function hashOf(program: string, kept: string): Promise<string> {
  const known = await readFile(kept, "utf8").catch(() => "");
  if (known !== "") return known;
  const sha256 = (data: Uint8Array | string) => createHash("sha256").update(data);
  const line = `${sha256(await readFile(program)).digest("hex")}  ${basename(program)}\n`;
  const hash = `h1:${sha256(line).digest("base64")}`;
  await writeFile(`${kept}.${process.pid}`, hash);
  await rename(`${kept}.${process.pid}`, kept);
  return hash;
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
