import { isDeepStrictEqual } from "node:util";
import type { Diagnostic } from "../cluster/diagnostic.ts";
import type { ClusterSettings, Replica, Topology } from "../topology/topology.ts";
import { refusal } from "./refusal.ts";

/** Everything about a change that no sequence of steps can do, each with its way out. */
export function preflight(observed: Topology, desired: Topology): Diagnostic[] {
  const replicas = observed.replicas.flatMap((before) => {
    const after = desired.replicas.find((replica) => replica.name === before.name);
    return after === undefined ? [] : replicaChanges(before, after);
  });
  return [...immutableSettings(observed.settings, desired.settings), ...replicas];
}

function immutableSettings(before: ClusterSettings, after: ClusterSettings): Diagnostic[] {
  const fields: [string, unknown, unknown][] = [
    ["metadata.name", before.name, after.name],
    ["spec.project", before.project, after.project],
    ["spec.region", before.region, after.region],
    ["spec.network.name", before.network.name, after.network.name],
    ["spec.network.subnetwork", before.network.subnetwork, after.network.subnetwork],
    ["spec.network.podCidr", before.network.podCidr, after.network.podCidr],
    ["spec.network.serviceCidr", before.network.serviceCidr, after.network.serviceCidr],
    ["spec.endpoint.kind", before.endpoint.kind, after.endpoint.kind],
    ["spec.endpoint.port", before.endpoint.port, after.endpoint.port],
  ];
  return fields
    .filter(([, a, b]) => a !== b)
    .map(
      ([field, a, b]) =>
        refusal(
          "Q050",
          `${field} cannot change on a cluster that exists (it is ${a}, the file asks for ${b})`,
          `Set ${field} back to ${a}, or create another cluster and move the workloads`,
        ).refused,
    );
}

function replicaChanges(before: Replica, after: Replica): Diagnostic[] {
  const fields = ["zone", "machineType", "kubernetesVersion", "image", "bootDisk", "etcdDisk"] as const;
  return fields
    .filter((field) => !isDeepStrictEqual(before[field], after[field]))
    .map(
      (field) =>
        refusal(
          "Q051",
          `Changing ${field} of replica ${before.name} is not implemented yet (${show(before[field])} → ${show(after[field])})`,
          field === "kubernetesVersion"
            ? `Set kubernetesVersion back to ${before.kubernetesVersion} until upgrades are there`
            : "Add a replica with the new setting under another name, then remove this one",
        ).refused,
    );
}

function show(value: unknown): string {
  return typeof value === "string" ? value : JSON.stringify(value);
}
