import type { TerraformResource } from "./cdktf.ts";

/** Gives a resource a readable Terraform address instead of a hashed one, and returns it. */
export function identify<T extends TerraformResource>(logicalId: string, resource: T): T {
  resource.overrideLogicalId(logicalId);
  return resource;
}
