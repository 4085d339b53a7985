import { stringify } from "yaml";
import { GOOGLE_PROVIDER_VERSION } from "../google-provider.ts";

/** What a test wants of a cluster; the rest is the same everywhere. */
export interface Wanted {
  readonly name?: string;
  /** Zone letters in europe-west1, one for each replica. */
  readonly zones: string;
  /** The replicas' names; derived from the zones where they are not given. */
  readonly names?: readonly string[];
  readonly machineType?: string;
  readonly etcdDiskGb?: number;
  readonly acceptTwoReplicas?: boolean;
  readonly acceptOutage?: boolean;
  readonly loadBalancer?: "whenReplicated" | "always";
  readonly backend?: "gcs" | "local";
  readonly deletionProtection?: boolean;
}

export const project = "acme-prod";
export const region = "europe-west1";

/** The text of a cluster file: replicas are named `<cluster>-<zone letter>`, with a number where a zone repeats. */
export function clusterText(wanted: Wanted): string {
  const { name = "life", zones, loadBalancer = "whenReplicated", backend = "gcs", deletionProtection = true } = wanted;
  const { names = replicaNames(name, zones), machineType, etcdDiskGb, acceptTwoReplicas, acceptOutage } = wanted;
  return stringify({
    apiVersion: "quorate.dev/v1",
    kind: "Cluster",
    metadata: { name },
    spec: {
      project,
      region,
      kubernetesVersion: "1.36.3",
      deletionProtection,
      controlPlane: {
        machineType,
        acceptTwoReplicas,
        acceptOutage,
        replicas: names.map((each, i) => ({ name: each, zone: `${region}-${zones[i]}` })),
      },
      endpoint: { loadBalancer, allowedCidrs: ["203.0.113.0/24"] },
      etcd: etcdDiskGb === undefined ? undefined : { disk: { sizeGb: etcdDiskGb } },
      terraform: {
        backend: backend === "gcs" ? { kind: "gcs", bucket: "acme-quorate" } : { kind: "local", path: "state" },
        googleProviderVersion: GOOGLE_PROVIDER_VERSION,
      },
    },
  });
}

/** The names that `clusterText` gives the replicas. */
export function replicaNames(cluster: string, zones: string): string[] {
  return [...zones].map((letter, i) => {
    const earlier = [...zones.slice(0, i)].filter((other) => other === letter).length;
    return `${cluster}-${letter}${earlier > 0 ? earlier + 1 : ""}`;
  });
}
