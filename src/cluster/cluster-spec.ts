import type * as z from "zod";
import { type ClusterFile, clusterFile } from "./cluster-file.ts";
import { defaultReplicaName } from "./replica-name.ts";

/** A cluster file with nothing left to look up: what is inherited or named after something else is filled in. */
export const clusterSpec = clusterFile.transform(specOf);

/**
 * A cluster file, parsed, checked and with every default filled in. Its shape is the file's (`spec` and
 * `metadata.name`), so that a reader of one knows the other.
 */
export type ClusterSpec = Fixed<z.output<typeof clusterSpec>>;

/** One replica, with what it inherits from `controlPlane` filled in. The first one initialises a new cluster. */
export type ReplicaSpec = ClusterSpec["controlPlane"]["replicas"][number];

/** Where Terraform's state lives: under `quorate/<project>/<name>` in a bucket, or below a local directory. */
export type Backend = ClusterSpec["terraform"]["backend"];

/** A cluster file as one writes it: what has a default may be left out. Nothing has checked it yet. */
export type ClusterDocument = Fixed<z.input<typeof clusterFile>>;

type Fixed<T> = T extends object ? { readonly [K in keyof T]: Fixed<T[K]> } : T;

function specOf({ metadata, spec }: ClusterFile) {
  const { name, subnetwork = name, ...network } = spec.network;
  const { machineType, replicas, ...controlPlane } = spec.controlPlane;
  return {
    name: metadata.name,
    ...spec,
    network: { name, subnetwork, ...network },
    controlPlane: {
      ...controlPlane,
      replicas: replicas.map((replica) => ({
        ...replica,
        name: replica.name ?? defaultReplicaName(metadata.name, replica.zone),
        machineType: replica.machineType ?? machineType,
      })),
    },
  };
}
