import type { EndpointState } from "./endpoint/endpoint.ts";
import type { ClusterSettings } from "./settings.ts";

/** A persistent disk as GCE knows it. `type` is a disk type's short name, such as `pd-ssd`; sizes are in GB. */
export interface Disk {
  readonly type: string;
  readonly sizeGb: number;
}

/** One control-plane instance, with every setting that becomes an attribute of one of its resources. */
export interface Replica {
  readonly name: string;
  readonly zone: string;
  /** Only an instance created as `init` may start a new etcd cluster; every later one is created as `join`. */
  readonly role: "init" | "join";
  readonly kubernetesVersion: string;
  readonly machineType: string;
  /** Image family as `project/family`. */
  readonly image: string;
  /** What the instance runs at every boot. */
  readonly startupScript: string;
  readonly bootDisk: Disk;
  readonly etcdDisk: Disk;
  /** False for an instance that is stopped: by somebody's hand, or because a restart was torn apart. */
  readonly running: boolean;
  /** Lifted, in a step of its own, for a replica that is about to be deleted. */
  readonly deletionProtection: boolean;
  /** Somebody has asked to replace it: it is removed and created anew, whoever goes on from here. */
  readonly renew?: true;
}

/** What is left of a replica whose instance is gone, or was never finished: its reserved address, its data disk. */
export interface Remains {
  readonly name: string;
  /** Absent when only the address is left, which is regional. */
  readonly etcdDisk?: Disk & { readonly zone: string };
  readonly address: boolean;
}

/**
 * The shape of a cluster at one moment. Everything in it can be read back from Terraform's state, and everything that
 * is synthesized comes from it: `observe(applied(synth(topology)))` equals `topology`. Lists are sorted and hold no
 * value twice.
 */
export interface Topology<Endpoint extends EndpointState = EndpointState> {
  readonly settings: ClusterSettings;
  readonly replicas: readonly Replica[];
  readonly remains: readonly Remains[];
  /** Names that the replicas were told are etcd members. Gates prove it against etcd. */
  readonly members: readonly string[];
  /** Names that the replicas were told may not be etcd members any more. */
  readonly remove: readonly string[];
  readonly endpoint: Endpoint;
  /** Whether replicas may still write the cluster's secrets: only until the first replica has initialised it. */
  readonly secretsWritable: boolean;
}
