import type { ClusterSpec } from "../cluster/cluster-spec.ts";
import type { StackSettings } from "../constructs/synth.ts";

/** What synth needs of a spec beside the topology. */
export function stackSettings({ name, project, region, terraform }: ClusterSpec): StackSettings {
  return { name, project, region, backend: terraform.backend, googleProviderVersion: terraform.googleProviderVersion };
}
