import { createHash } from "node:crypto";
import { createReadStream } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { pipeline } from "node:stream/promises";
import { cacheDir, downloadTool, extractZip, find } from "@actions/tool-cache";
import { log } from "../annotate.ts";

/** A release of Terraform, and the SHA-256 sums in lower-case hex of which its archive must have one. */
export interface Release {
  readonly version: string;
  readonly sums: readonly string[];
}

/** Where HashiCorp publishes releases; QUORATE_TERRAFORM_MIRROR names another place with the same paths. */
const official = "https://releases.hashicorp.com";

/** Terraform could not be installed. Nothing of what was downloaded has run. */
export class InstallError extends Error {
  readonly remedy: string;

  constructor(message: string, remedy: string) {
    super(message);
    this.name = "InstallError";
    this.remedy = remedy;
  }
}

/**
 * Downloads a release of Terraform for this runner, checks its sum, and answers the program's path. A runner that keeps
 * its tool cache downloads it once. Throws an InstallError where that cannot be, or where the sum is none of those wanted.
 */
export async function installTerraform(env: NodeJS.ProcessEnv, { version, sums }: Release): Promise<string> {
  for (const sum of sums) {
    const cached = find(cachedAs(sum), version);
    if (cached !== "") return join(cached, "terraform");
  }
  const mirror = (env["QUORATE_TERRAFORM_MIRROR"] || official).replace(/\/+$/, "");
  const url = `${mirror}/terraform/${version}/terraform_${version}_${platform()}.zip`;
  log(`There is no Terraform here: downloading ${url}`);
  const archive = await download(url);
  try {
    const sum = await sha256(archive);
    if (!sums.includes(sum)) {
      throw new InstallError(
        `The SHA-256 of ${url} is ${sum}, and ${sums.join(" or ")} was wanted. Nothing of it was run`,
        "Compare both with the release's SHA256SUMS, and find out who has changed the file or the input terraform-sha256",
      );
    }
    return join(await cacheDir(await extractZip(archive), cachedAs(sum), version), "terraform");
  } finally {
    await rm(archive, { force: true });
  }
}

/** What was checked against one sum is never taken for what is wanted by another. */
function cachedAs(sum: string): string {
  return `quorate-terraform-${sum.slice(0, 32)}`;
}

async function download(url: string): Promise<string> {
  try {
    return await downloadTool(url);
  } catch (error) {
    throw new InstallError(
      `Terraform cannot be downloaded from ${url}: ${error instanceof Error ? error.message : String(error)}`,
      "Install Terraform or OpenTofu in a step before, or name a mirror in QUORATE_TERRAFORM_MIRROR",
    );
  }
}

async function sha256(file: string): Promise<string> {
  const hash = createHash("sha256");
  await pipeline(createReadStream(file), hash);
  return hash.digest("hex");
}

/** As HashiCorp names platforms, such as `linux_amd64`. */
function platform(): string {
  const arch = { x64: "amd64", arm64: "arm64" }[process.arch as string];
  const system = { linux: "linux", darwin: "darwin" }[process.platform as string];
  if (arch !== undefined && system !== undefined) return `${system}_${arch}`;
  throw new InstallError(
    `Terraform is not installed by itself on ${process.platform} (${process.arch})`,
    "Install Terraform or OpenTofu in a step before",
  );
}
