/**
 * Installs the pinned google provider from Terraform's registry by the sums in the sources, and fails where the registry
 * serves anything else. Needs Terraform and the registry; CI runs it.
 */
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findTerraform } from "../src/terraform/binary.ts";
import { pinnedVersion } from "../src/terraform/google-provider.ts";
import { Terraform } from "../src/terraform/terraform.ts";

const directory = await mkdtemp(join(tmpdir(), "quorate-provider-"));
try {
  const google = { source: "hashicorp/google", version: pinnedVersion };
  const configuration = { terraform: { required_providers: { google } } };
  await writeFile(join(directory, "main.tf.json"), JSON.stringify(configuration));
  await new Terraform({ binary: await findTerraform(), directory }).init({ googleProviderVersion: pinnedVersion });
  console.log(`hashicorp/google ${pinnedVersion} is what the sources expect`);
} finally {
  await rm(directory, { recursive: true, force: true });
}
