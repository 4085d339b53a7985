import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { findTerraform } from "../../src/terraform/binary.ts";
import { Terraform } from "../../src/terraform/terraform.ts";
import { ensureGoogleProvider, GOOGLE_PROVIDER_VERSION } from "./google-provider.ts";

let directory = "";

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "quorate-provider-"));
});

afterEach(async () => {
  await rm(directory, { recursive: true, force: true });
});

test(
  "the real google provider is installed and checks a configuration",
  async () => {
    const provider = await ensureGoogleProvider({ log: (line) => process.stderr.write(`${line}\n`) });
    const config = {
      terraform: { required_providers: { google: { source: "hashicorp/google", version: GOOGLE_PROVIDER_VERSION } } },
      resource: { google_compute_address: { x: { name: "x", network_tier: "NONE" } } },
    };
    await writeFile(join(directory, "main.tf.json"), JSON.stringify(config));
    const env: Record<string, string> =
      provider.source === "build" ? { TF_CLI_CONFIG_FILE: provider.cliConfigFile } : {};
    const terraform = new Terraform({ binary: await findTerraform(), directory, env });
    await terraform.init();
    expect(await terraform.validate()).toMatchObject([
      { severity: "error", summary: expect.stringContaining("network_tier") },
    ]);
  },
  30 * 60_000,
);
