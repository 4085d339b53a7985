import type { ClusterSpec, ReplicaSpec } from "../cluster/cluster-spec.ts";
import { endpointShape } from "./endpoint/endpoint.ts";
import { desiredSettings } from "./settings.ts";
import { sorted } from "./sorted.ts";
import type { Disk, Replica, Topology } from "./topology.ts";

const image = "debian-cloud/debian-12";
const bootDisk: Disk = { type: "pd-balanced", sizeGb: 20 };

/** The topology that a cluster spec asks for, at rest. `startupScript`: what its instances run at every boot. */
export function desiredTopology(spec: ClusterSpec, startupScript: string): Topology {
  const replicas = spec.controlPlane.replicas.map((replica, index) => ({
    ...desiredReplica(spec, replica, index === 0),
    startupScript,
  }));
  return {
    settings: desiredSettings(spec),
    replicas: replicas.toSorted((a, b) => (a.name < b.name ? -1 : 1)),
    remains: [],
    members: sorted(replicas.map((replica) => replica.name)),
    remove: [],
    endpoint: endpointShape(spec.endpoint.kind).desired(spec.endpoint, spec.controlPlane.replicas),
    secretsWritable: false,
  };
}

function desiredReplica(spec: ClusterSpec, replica: ReplicaSpec, first: boolean): Omit<Replica, "startupScript"> {
  return {
    name: replica.name,
    zone: replica.zone,
    role: first ? "init" : "join",
    kubernetesVersion: spec.kubernetesVersion,
    machineType: replica.machineType,
    image,
    bootDisk,
    etcdDisk: { type: spec.etcd.disk.type, sizeGb: spec.etcd.disk.sizeGb },
    running: true,
    deletionProtection: spec.deletionProtection,
  };
}
