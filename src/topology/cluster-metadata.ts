import * as z from "zod";
import { endpoint } from "../cluster/file/endpoint/endpoint.ts";
import { network } from "../cluster/file/network.ts";

/** What each section of the cluster file has replicas told, beside the cluster's name. */
interface ClusterMetadata {
  readonly name: string;
  readonly network: z.output<typeof network.told>;
  readonly endpoint: WithoutAddress<z.output<typeof endpoint.told>>;
}

/** Of each kind of endpoint. */
type WithoutAddress<Told> = Told extends unknown ? Omit<Told, "address"> : never;

/** The value as it is written: this one schema prints it and reads it. */
const written = z.object({ name: z.string(), endpoint: endpoint.told, ...network.told.shape });

/**
 * Of the settings, those that a replica needs to know of its cluster, as the metadata value under `metadataKey.cluster`.
 * `address` is the endpoint's IP, or whatever stands for it until it is known.
 */
export function printClusterMetadata({ name, network, endpoint }: ClusterMetadata, address: string): string {
  return JSON.stringify(written.parse({ ...network, name, endpoint: { ...endpoint, address } }));
}

/** Reads what `printClusterMetadata` wrote; undefined when it is something else. */
export function parseClusterMetadata(text: string): ClusterMetadata | undefined {
  try {
    const { name, endpoint, ...network } = written.parse(JSON.parse(text));
    const { address: _, ...settings } = endpoint;
    return { name, network, endpoint: settings };
  } catch {
    return undefined;
  }
}
