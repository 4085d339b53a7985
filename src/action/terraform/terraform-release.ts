import { InputError } from "../input-error.ts";
import type { Release } from "./install-terraform.ts";

/**
 * The release that is installed where nothing else is asked for, with the sums of its archives for Linux and macOS, on
 * amd64 and arm64 each.
 */
export const pinned: Release = {
  version: "1.11.4",
  sums: [
    "1ce994251c00281d6845f0f268637ba50c0005657eb3cf096b92f753b42ef4dc",
    "a43d1d0da9b9bab214a8305a39db0e40869572594ccf50c416a7756499143633",
    "a56d5002b9f7647291faccc3dd1a70350e60fb61e4c45037629508b8fdc2575b",
    "867e0808fa971217043e25b7a792b10720c79b1546f8a68479b74f138be73e18",
  ],
};

/** Reads the inputs `terraform-version` and `terraform-sha256`; undefined where neither is set. Throws an InputError. */
export function wantedRelease(version: string, sums: readonly string[]): Release | undefined {
  if (version === "") {
    if (sums.length === 0) return undefined;
    throw new InputError(
      "The input terraform-sha256 is set, but terraform-version is not",
      "Say which version's sums these are",
    );
  }
  if (!/^\d+\.\d+\.\d+(-[0-9a-z]+)?$/.test(version)) {
    throw new InputError(
      `The input terraform-version is ${JSON.stringify(version)}`,
      `Set it to one release, such as ${pinned.version}`,
    );
  }
  const wrong = sums.find((sum) => !/^[0-9a-f]{64}$/.test(sum));
  if (wrong !== undefined) {
    throw new InputError(
      `The input terraform-sha256 has ${JSON.stringify(wrong)}`,
      "Copy the sums from the release's SHA256SUMS: 64 hexadecimal digits each, one a line",
    );
  }
  if (sums.length > 0) return { version, sums };
  if (version === pinned.version) return pinned;
  throw new InputError(
    `The sums of Terraform ${version} are not known here`,
    `Copy those for your runners from https://releases.hashicorp.com/terraform/${version}/terraform_${version}_SHA256SUMS to the input terraform-sha256, one a line`,
  );
}
