import { printClusterMetadata } from "../topology/cluster-metadata.ts";
import { printMembers } from "../topology/member-lists.ts";
import { gceName, logicalId, metadataKey } from "../topology/names.ts";
import type { Remains, Replica, Topology } from "../topology/topology.ts";
import { ComputeAddress, ComputeDisk, ComputeInstance, Construct, type ITerraformDependable } from "./cdktf/cdktf.ts";
import { identify } from "./cdktf/identify.ts";
import type { EndpointResources } from "./endpoint/endpoint-resources.ts";
import type { Identity } from "./identity.ts";

export interface ReplicaInstanceProps {
  readonly topology: Topology;
  readonly replica: Replica;
  readonly endpoint: EndpointResources;
  readonly identity: Identity;
  /** What it runs at every boot, or a reference to that. */
  readonly startupScript: string;
  /** What has to exist before the instance boots. */
  readonly dependsOn: ITerraformDependable[];
}

/** One replica: a reserved internal address, so that peers know it before it exists, a data disk for etcd, an instance. */
export class ReplicaInstance extends Construct {
  readonly name: string;
  readonly zone: string;
  readonly instance: ComputeInstance;

  constructor(scope: Construct, props: ReplicaInstanceProps) {
    const { topology, replica, endpoint, identity, startupScript, dependsOn } = props;
    super(scope, replica.name);
    const { settings } = topology;
    this.name = replica.name;
    this.zone = replica.zone;
    const labels = { "quorate-cluster": settings.name, "quorate-replica": replica.name };
    const internal = internalAddress(this, topology, replica.name);
    const disk = etcdDisk(this, topology, replica.name, { ...replica.etcdDisk, zone: replica.zone }, identity);
    disk.lifecycle = { preventDestroy: replica.deletionProtection };
    const accessConfig = endpoint.accessConfig(replica.name);
    this.instance = identify(
      logicalId.replica(replica.name),
      new ComputeInstance(this, "instance", {
        name: replica.name,
        zone: replica.zone,
        machineType: replica.machineType,
        tags: [gceName.replicaTag(settings.name)],
        labels,
        allowStoppingForUpdate: true,
        desiredStatus: replica.running ? "RUNNING" : "TERMINATED",
        deletionProtection: replica.deletionProtection,
        bootDisk: {
          autoDelete: true,
          initializeParams: { image: replica.image, type: replica.bootDisk.type, size: replica.bootDisk.sizeGb },
        },
        attachedDisk: [{ source: disk.selfLink, deviceName: "etcd", mode: "READ_WRITE" }],
        networkInterface: [
          {
            network: settings.network.name,
            subnetwork: settings.network.subnetwork,
            networkIp: internal.address,
            // An access config that is there or not there is what moves an IP; emptying its address changes nothing.
            ...(accessConfig.length > 0 ? { accessConfig } : {}),
          },
        ],
        serviceAccount: { email: identity.serviceAccount.email, scopes: ["cloud-platform"] },
        shieldedInstanceConfig: { enableSecureBoot: true, enableVtpm: true, enableIntegrityMonitoring: true },
        metadata: {
          "block-project-ssh-keys": "TRUE",
          "enable-guest-attributes": "TRUE",
          [metadataKey.cluster]: printClusterMetadata(settings, endpoint.address),
          [metadataKey.members]: printMembers(topology),
          [metadataKey.role]: replica.role,
          [metadataKey.kubernetesVersion]: replica.kubernetesVersion,
          [metadataKey.image]: replica.image,
          [metadataKey.startupScript]: startupScript,
          ...(replica.renew === true ? { [metadataKey.renew]: "true" } : {}),
        },
        // The family's newest image is for new instances; a newer one must never replace those that run.
        lifecycle: { ignoreChanges: ["boot_disk[0].initialize_params[0].image"] },
        dependsOn,
      }),
    );
  }
}

/** What is left of a replica without an instance, kept until a step deletes it. */
export class ReplicaRemains extends Construct {
  constructor(scope: Construct, topology: Topology, remains: Remains, identity: Identity) {
    super(scope, `${remains.name}-remains`);
    if (remains.address) internalAddress(this, topology, remains.name);
    if (remains.etcdDisk) etcdDisk(this, topology, remains.name, remains.etcdDisk, identity);
  }
}

function internalAddress(scope: Construct, { settings }: Topology, replica: string): ComputeAddress {
  return identify(
    logicalId.replica(replica),
    new ComputeAddress(scope, "address", {
      name: replica,
      region: settings.region,
      addressType: "INTERNAL",
      subnetwork: settings.network.subnetwork,
      labels: { "quorate-cluster": settings.name, "quorate-replica": replica },
    }),
  );
}

function etcdDisk(
  scope: Construct,
  { settings }: Topology,
  replica: string,
  { type, sizeGb, zone }: NonNullable<Remains["etcdDisk"]>,
  identity: Identity,
): ComputeDisk {
  return identify(
    logicalId.etcdDisk(replica),
    new ComputeDisk(scope, "etcd-disk", {
      name: gceName.etcdDisk(replica),
      zone,
      type,
      size: sizeGb,
      labels: { "quorate-cluster": settings.name, "quorate-replica": replica },
      // So that a disk without instances or this right can only be what is left of a cluster that was.
      dependsOn: identity.writers,
    }),
  );
}
