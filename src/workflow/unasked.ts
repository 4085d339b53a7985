import type { TerraformJson } from "../constructs/synth.ts";
import type { StateResource } from "../terraform/state.ts";
import { resourceTypes } from "../topology/resource-types.ts";

/** What resources hold beyond their configuration although Terraform sees no difference, in words. */
export function unasked(resources: readonly StateResource[], configuration: TerraformJson): string[] {
  return resources.flatMap(({ address, type, name, attributes }) => {
    const configured = configuration.resource?.[type]?.[name];
    const kept = configured === undefined ? [] : (resourceTypes[type]?.keptAsFound ?? []);
    return kept
      .filter((key) => configured?.[key] === undefined && isSet(attributes[key]))
      .map((key) => `${address} has ${key}, which the configuration does not set`);
  });
}

function isSet(value: unknown): boolean {
  return Array.isArray(value) ? value.length > 0 : value !== undefined && value !== null && value !== "";
}
