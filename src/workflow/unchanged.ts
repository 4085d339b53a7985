import { guard, type Violation } from "../terraform/guard.ts";
import type { PlannedChange } from "../terraform/plan-json.ts";
import { logicalId, metadataKey, resourceType } from "../topology/names.ts";
import type { Replica, Topology } from "../topology/topology.ts";
import { reviewedChanges } from "./reviewed-changes.ts";

/**
 * What in Terraform's plan of a topology that is there would change it. Two things may: replicas that a torn step has told
 * different lists are told the same one, and replicas that `known` does not have are found with their parts and imported.
 */
export function unchanged(planned: readonly PlannedChange[], topology: Topology, known: Topology): Violation[] {
  const found = topology.replicas.filter(({ name }) => !known.replicas.some((replica) => replica.name === name));
  const addresses = found.flatMap(partsOf);
  const isFound = ({ address, importing }: PlannedChange) => importing !== null && addresses.includes(address);
  const imported = planned.filter(isFound).map(({ address }) => address);
  const reviewed = reviewedChanges([], topology, topology).filter(({ address }) => !imported.includes(address));
  const created = imported.map((address) => ({ address, actions: ["create"] as const, before: null, after: {} }));
  const told = `metadata.${metadataKey.members}`;
  return guard(planned, [...reviewed, ...created]).filter(
    ({ address, path }) => !(imported.includes(address) && path === told),
  );
}

/** Terraform's addresses of what a replica is imported with. */
export function partsOf({ name, zone }: Replica): string[] {
  return [
    `${resourceType.instance}.${logicalId.replica(name)}`,
    `${resourceType.disk}.${logicalId.etcdDisk(name)}`,
    `${resourceType.address}.${logicalId.replica(name)}`,
    `${resourceType.group}.${logicalId.group(zone)}`,
  ];
}
