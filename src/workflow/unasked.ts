import type { TerraformJson } from "../constructs/synth.ts";
import type { StateResource } from "../terraform/state.ts";
import { resourceType } from "../topology/names.ts";

/**
 * Attributes that the provider keeps as it finds them where a configuration does not set them: Terraform never plans
 * their way back. Who they let in, nobody has reviewed.
 */
const keptAsFound: Readonly<Record<string, readonly string[]>> = {
  [resourceType.firewall]: ["source_ranges", "destination_ranges"],
};

/** What resources hold beyond their configuration although Terraform sees no difference, in words. */
export function unasked(resources: readonly StateResource[], configuration: TerraformJson): string[] {
  return resources.flatMap(({ address, type, name, attributes }) => {
    const configured = configuration.resource?.[type]?.[name];
    const kept = configured === undefined ? [] : (keptAsFound[type] ?? []);
    return kept
      .filter((key) => configured?.[key] === undefined && isSet(attributes[key]))
      .map((key) => `${address} has ${key}, which the configuration does not set`);
  });
}

function isSet(value: unknown): boolean {
  return Array.isArray(value) ? value.length > 0 : value !== undefined && value !== null && value !== "";
}
