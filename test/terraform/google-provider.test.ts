import { describe, expect, test } from "@jest/globals";
import { parseClusterFile } from "../../src/cluster/parse.ts";
import { hashesVariable, pinnedVersion, providerLock } from "../../src/terraform/google-provider.ts";
import { validFile } from "../kit/cluster/valid-file.ts";

const h1 = `h1:${"A".repeat(43)}=`;

describe("R19: the lock file names one provider, by its checksums", () => {
  test("the pinned release is locked without any setting, by the sums of all its archives", () => {
    const lock = providerLock("terraform", pinnedVersion, {});
    expect(lock.match(/^provider /gm)).toHaveLength(1);
    expect(lock).toContain('provider "registry.terraform.io/hashicorp/google" {');
    expect(lock.match(/"zh:[0-9a-f]{64}"/g)).toHaveLength(12);
  });

  test("the pinned release is the one that cluster files have unless they name another", () => {
    const text = validFile.replace(/^ +googleProviderVersion: .*\n/m, "");
    expect(parseClusterFile(text, "a.yaml").spec?.terraform.googleProviderVersion).toBe(pinnedVersion);
  });

  test.each([
    ["another version", "terraform", "6.49.0"],
    ["OpenTofu's registry, whose archives are other ones", "tofu", pinnedVersion],
  ] as const)("%s is not run without checksums of the operator's", (_, product, version) => {
    expect(() => providerLock(product, version, {})).toThrow(expect.objectContaining({ code: "unpinned-provider" }));
    const lock = providerLock(product, version, { [hashesVariable]: `\n ${h1}\n` });
    expect(lock).toContain(`version     = "${version}"`);
    expect(lock.match(/"(?:h1|zh):.*"/g)).toEqual([`"${h1}"`]);
  });

  test.each(["h1:short=", `sha256:${"0".repeat(64)}`, '"]\n}\nprovider "registry.terraform.io/evil/x" {'])(
    "what is no hash does not get into it: %j",
    (hashes) => {
      const env = { [hashesVariable]: hashes };
      expect(() => providerLock("terraform", pinnedVersion, env)).toThrow(
        expect.objectContaining({ code: "unpinned-provider" }),
      );
    },
  );
});
