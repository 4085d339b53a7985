import type { TerraformBinary } from "./binary.ts";
import { TerraformError } from "./terraform-error.ts";

/** The release of the google provider that cluster files have unless they name another. */
export const pinnedVersion = "6.50.0";

/**
 * SHA-256 sums of the archives of that release in Terraform's registry, for every platform, as lock files record them.
 * docs/decisions/0027 says where they come from.
 */
const pinnedHashes: readonly string[] = [
  "zh:1f3513fcfcbf7ca53d667a168c5067a4dd91a4d4cccd19743e248ff31065503c",
  "zh:3da7db8fc2c51a77dd958ea8baaa05c29cd7f829bd8941c26e2ea9cb3aadc1e5",
  "zh:3e09ac3f6ca8111cbb659d38c251771829f4347ab159a12db195e211c76068bb",
  "zh:7bb9e41c568df15ccf1a8946037355eefb4dfb4e35e3b190808bb7c4abae547d",
  "zh:81e5d78bdec7778e6d67b5c3544777505db40a826b6eb5abe9b86d4ba396866b",
  "zh:8d309d020fb321525883f5c4ea864df3d5942b6087f6656d6d8b3a1377f340fc",
  "zh:93e112559655ab95a523193158f4a4ac0f2bfed7eeaa712010b85ebb551d5071",
  "zh:d3efe589ffd625b300cef5917c4629513f77e3a7b111c9df65075f76a46a63c7",
  "zh:d4a4d672bbef756a870d8f32b35925f8ce2ef4f6bbd5b71a3cb764f1b6c85421",
  "zh:e13a86bca299ba8a118e80d5f84fbdd708fe600ecdceea1a13d4919c068379fe",
  "zh:f569b65999264a9416862bca5cd2a6177d94ccb0424f3a4ef424428912b9cb3c",
  "zh:fec30c095647b583a246c39d557704947195a1b7d41f81e369ba377d997faef6",
];

/** Names hashes of the provider in the environment, divided by white space, as a lock file has them. */
export const hashesVariable = "QUORATE_GOOGLE_PROVIDER_HASHES";

/** Where each program's registry has the provider. States name it so, too. */
export const providerAddresses = {
  terraform: "registry.terraform.io/hashicorp/google",
  tofu: "registry.opentofu.org/hashicorp/google",
} as const satisfies Record<TerraformBinary["product"], string>;

/**
 * The dependency lock file (`.terraform.lock.hcl`) that lets Terraform or OpenTofu run one google provider and no other.
 * Its hashes are those that the environment names, which is the operator's and never a cluster file's; without any, the
 * pinned ones. Throws TerraformError (`unpinned-provider`) for a version or a registry that there are no hashes of, and for
 * a hash that is none.
 */
export function providerLock(product: TerraformBinary["product"], version: string, env: NodeJS.ProcessEnv): string {
  const hashes = namedHashes(env) ?? (product === "terraform" && version === pinnedVersion ? pinnedHashes : undefined);
  if (hashes === undefined) throw unpinned(product, version);
  return `provider "${providerAddresses[product]}" {
  version     = "${version}"
  constraints = "${version}"
  hashes = [
${hashes.map((hash) => `    "${hash}",\n`).join("")}  ]
}
`;
}

/** Whether a lock file knows an unpacked provider; with hashes of archives alone, `terraform init` has to add that. */
export function knowsUnpacked(lock: string): boolean {
  return lock.includes('"h1:');
}

function namedHashes(env: NodeJS.ProcessEnv): readonly string[] | undefined {
  const words = (env[hashesVariable] ?? "").split(/\s+/).filter((word) => word !== "");
  const odd = words.find((word) => !/^(zh:[0-9a-f]{64}|h1:[A-Za-z0-9+/]{43}=)$/.test(word));
  if (odd !== undefined) {
    throw new TerraformError(
      "unpinned-provider",
      `${hashesVariable} has ${JSON.stringify(odd)}, which is no hash of a provider.`,
      "Copy the hashes from a .terraform.lock.hcl: `zh:` and 64 hexadecimal digits, or `h1:` and 44 characters.",
    );
  }
  return words.length === 0 ? undefined : words;
}

function unpinned(product: TerraformBinary["product"], version: string): TerraformError {
  const name = product === "tofu" ? "OpenTofu" : "Terraform";
  return new TerraformError(
    "unpinned-provider",
    `There is no checksum of the google provider ${version} in ${name}'s registry, so it is not run.`,
    `${product === "terraform" ? `Use googleProviderVersion ${pinnedVersion}, or set` : "Set"} ${hashesVariable} to the hashes that \`${product} providers lock\` writes for it, in the environment of the command or of the workflow's step.`,
  );
}
