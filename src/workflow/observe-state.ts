import { observe } from "../topology/observe.ts";
import type { Resource } from "../topology/resource.ts";
import type { Topology } from "../topology/topology.ts";
import { RunError } from "./run-error.ts";

/**
 * The topology that Terraform's resources show; null for no cluster. `forDeletion` accepts what is left of one. Throws a
 * RunError for a state that no plan can start from.
 */
export function observeState(resources: readonly Resource[], forDeletion = false): Topology | null {
  const observation = observe(resources);
  switch (observation.kind) {
    case "none":
      return null;
    case "cluster":
      return observation.topology;
    case "lost":
      if (forDeletion) return null;
      throw new RunError(
        "unusable-state",
        `Every instance of the cluster is gone; of its data there is left: ${observation.disks.join(", ")}`,
        "Restore it from a backup, or run `quorate delete` to clear away what is left",
      );
    case "foreign":
      throw new RunError(
        "unusable-state",
        `The state holds instances that Quorate did not make: ${observation.addresses.join(", ")}`,
        "Check that the file's backend, project and name are this cluster's",
      );
  }
}
