import { join } from "node:path";
import { ClusterAccess } from "../adapters/cluster-access.ts";
import { TerraformRuns } from "../adapters/terraform-runs.ts";
import type { TerraformBinary } from "../terraform/binary.ts";
import type { Stop } from "./stop.ts";

/** Runs of Terraform in the current folder's `.quorate`, with the credentials of this process. */
export function terraformRuns(binary: TerraformBinary, { atOnce }: Stop): TerraformRuns {
  const [access, folder] = [new ClusterAccess(process.env, process.cwd()), join(process.cwd(), ".quorate")];
  const directories = { verify: join(folder, "verify"), apply: join(folder, "work") };
  return new TerraformRuns({ access, binary, directories, kill: atOnce });
}
