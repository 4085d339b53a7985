import { createHash } from "node:crypto";
import { mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { basename, dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { findTerraform } from "../../src/terraform/binary.ts";
import { Terraform } from "../../src/terraform/terraform.ts";
import { ensureGoogleProvider, GOOGLE_PROVIDER_VERSION } from "../kit/google-provider.ts";
import { hostileState, openHostileRegistry } from "../kit/hostile-registry.ts";
import { zipOf } from "../kit/stored-zip.ts";

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
    const terraform = new Terraform({ binary: await findTerraform(), directory, env: provider.environment });
    await terraform.init({ googleProviderVersion: GOOGLE_PROVIDER_VERSION });
    expect(await terraform.validate()).toMatchObject([
      { severity: "error", summary: expect.stringContaining("network_tier") },
    ]);
  },
  30 * 60_000,
);

describe("R19: no provider runs but the one whose checksum is known", () => {
  const configuration = {
    terraform: {
      required_providers: { google: { source: "hashicorp/google", version: GOOGLE_PROVIDER_VERSION } },
      backend: { local: { path: "terraform.tfstate" } },
    },
  };
  const googleProviderVersion = GOOGLE_PROVIDER_VERSION;

  test(
    "with another checksum it is not installed",
    async () => {
      const { environment } = await ensureGoogleProvider({ log: () => undefined });
      await writeFile(join(directory, "main.tf.json"), JSON.stringify(configuration));
      const env = { ...environment, QUORATE_GOOGLE_PROVIDER_HASHES: `h1:${"A".repeat(43)}=` };
      const terraform = new Terraform({ binary: await findTerraform(), directory, env });
      await expect(terraform.init({ googleProviderVersion })).rejects.toMatchObject({
        code: "missing-provider",
        message: expect.stringContaining("checksums"),
      });
    },
    10 * 60_000,
  );

  test(
    "with the checksum of its archive alone it is installed from that archive, and from no other",
    async () => {
      const provider = await ensureGoogleProvider({ log: () => undefined });
      if (provider.source !== "build") return;
      const packed = join(directory, "mirror", "registry.terraform.io", "hashicorp", "google");
      await mkdir(packed, { recursive: true });
      const platform = basename(dirname(provider.program));
      const archive = join(packed, `terraform-provider-google_${GOOGLE_PROVIDER_VERSION}_${platform}.zip`);
      await writeFile(archive, zipOf(basename(provider.program), await readFile(provider.program)));
      const rc = join(directory, "terraform.rc");
      await writeFile(
        rc,
        `provider_installation {\n  filesystem_mirror {\n    path = "${join(directory, "mirror")}"\n  }\n}\n`,
      );
      await writeFile(join(directory, "main.tf.json"), JSON.stringify(configuration));
      const sum = createHash("sha256")
        .update(await readFile(archive))
        .digest("hex");
      const terraform = async (hash: string) => {
        const env = { TF_CLI_CONFIG_FILE: rc, QUORATE_GOOGLE_PROVIDER_HASHES: `zh:${hash}` };
        return new Terraform({ binary: await findTerraform(), directory, env });
      };
      const wrong = await terraform("0".repeat(64));
      await expect(wrong.init({ googleProviderVersion })).rejects.toMatchObject({ code: "missing-provider" });
      const right = await terraform(sum);
      await right.init({ googleProviderVersion });
      expect(await right.validate()).toEqual([]);
    },
    10 * 60_000,
  );

  test(
    "a state that needs another provider, written after it was looked at, makes init fail and starts nothing",
    async () => {
      const registry = await openHostileRegistry();
      try {
        await writeFile(join(directory, "terraform.tfstate"), hostileState());
        await writeFile(join(directory, "main.tf.json"), JSON.stringify(configuration));
        const terraform = new Terraform({ binary: await findTerraform(), directory, env: registry.environment });
        await expect(terraform.init({ googleProviderVersion })).rejects.toMatchObject({ name: "TerraformError" });
        await expect(terraform.plan({ out: "step.tfplan" })).rejects.toMatchObject({ name: "TerraformError" });
        expect(await registry.traces()).toEqual([]);
      } finally {
        await registry.remove();
      }
    },
    10 * 60_000,
  );
});
