import type { ClusterSpec, ReplicaSpec } from "../cluster/cluster-spec.ts";
import { endpointShape } from "./endpoint/endpoint.ts";
import { sorted } from "./sorted.ts";
import type { ClusterSettings, Disk, Replica, Topology } from "./topology.ts";

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

function desiredSettings(spec: ClusterSpec): ClusterSettings {
  const { name, project, region, network, endpoint } = spec;
  return {
    name,
    project,
    region,
    network: {
      name: network.name,
      subnetwork: network.subnetwork,
      podCidr: network.podCidr,
      serviceCidr: network.serviceCidr,
      egress: network.egress,
    },
    endpoint: { kind: endpoint.kind, port: endpoint.port, allowedCidrs: sorted(endpoint.allowedCidrs) },
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
