/**
 * A cluster file, parsed, checked and with every default filled in. Its shape is the file's (`spec` and
 * `metadata.name`), so that a reader of one knows the other.
 */
export interface ClusterSpec {
  readonly name: string;
  readonly project: string;
  readonly region: string;
  readonly kubernetesVersion: string;
  readonly deletionProtection: boolean;
  readonly network: {
    readonly name: string;
    /** Defaults to the network's name, as in auto-mode networks. */
    readonly subnetwork: string;
    readonly podCidr: string;
    readonly serviceCidr: string;
    readonly egress: "managedNat" | "existingNat";
  };
  readonly controlPlane: {
    readonly acceptTwoReplicas: boolean;
    /** Changes that restart a replica may take a cluster of one or two replicas down. */
    readonly acceptOutage: boolean;
    /** In the file's order; the first one initialises a new cluster. */
    readonly replicas: readonly ReplicaSpec[];
  };
  readonly endpoint: {
    readonly kind: "external";
    readonly loadBalancer: "whenReplicated" | "always";
    readonly port: number;
    readonly allowedCidrs: readonly string[];
  };
  readonly etcd: {
    readonly topology: "stacked";
    readonly quorumReads: true;
    readonly disk: { readonly type: string; readonly sizeGb: number };
  };
  readonly terraform: {
    readonly backend: Backend;
    readonly googleProviderVersion: string;
  };
}

/** One replica, with what it inherits from `controlPlane` filled in. */
export interface ReplicaSpec {
  readonly name: string;
  readonly zone: string;
  readonly machineType: string;
}

/** Where Terraform's state lives: under `quorate/<project>/<name>` in a bucket, or below a local directory. */
export type Backend =
  | { readonly kind: "gcs"; readonly bucket: string }
  | { readonly kind: "local"; readonly path: string };
