import { findTerraform, type TerraformBinary } from "../../terraform/binary.ts";
import { TerraformError } from "../../terraform/terraform-error.ts";
import { installTerraform, type Release } from "./install-terraform.ts";
import { pinned } from "./terraform-release.ts";

/**
 * Terraform or OpenTofu for this run. The program that QUORATE_TERRAFORM names comes before all else. Then, where a
 * release is wanted, that one, found or installed; where none is, what is found, and the pinned release where nothing is.
 * Throws TerraformError and InstallError.
 */
export async function provideTerraform(env: NodeJS.ProcessEnv, wanted: Release | undefined): Promise<TerraformBinary> {
  const isNamed = Boolean(env["QUORATE_TERRAFORM"]);
  const found = await findTerraform(env).catch((error: unknown) => {
    const isMissing = error instanceof TerraformError && (error.code === "missing-binary" || wanted !== undefined);
    if (isNamed || !isMissing) throw error;
    return undefined;
  });
  const isRight = wanted === undefined || (found?.product === "terraform" && found.version === wanted.version);
  if (found !== undefined && (isNamed || isRight)) return found;
  const path = await installTerraform(env, wanted ?? pinned);
  return findTerraform({ ...env, QUORATE_TERRAFORM: path });
}
