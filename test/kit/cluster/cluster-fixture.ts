import type { ClusterSpec } from "../../../src/cluster/cluster-spec.ts";
import { desiredTopology } from "../../../src/topology/desired.ts";
import type { LoadBalanced } from "../../../src/topology/endpoint/load-balanced.ts";
import type { Topology } from "../../../src/topology/topology.ts";

export type Mode = Extract<ClusterSpec["endpoint"], { kind: "external" }>["loadBalancer"];

/** A cluster spec with replicas by short names: `b` (of zone b), `e@b` (named e, of zone b), `b!` (of a bigger machine type). */
export function specOf(
  replicas: string,
  mode: Mode = "whenReplicated",
  changes: Partial<ClusterSpec> = {},
): ClusterSpec {
  return {
    name: "prod",
    project: "acme-prod",
    region: "europe-west1",
    kubernetesVersion: "1.36.3",
    deletionProtection: true,
    network: {
      name: "default",
      subnetwork: "default",
      podCidr: "10.244.0.0/16",
      serviceCidr: "10.96.0.0/12",
      egress: "managedNat",
    },
    controlPlane: {
      acceptTwoReplicas: true,
      acceptOutage: false,
      replicas: replicas.split(" ").map((replica) => {
        const [name = "", zone = name] = replica.replace("!", "").split("@");
        const machineType = replica.endsWith("!") ? "e2-standard-8" : "e2-standard-4";
        return { name: `prod-${name}`, zone: `europe-west1-${zone}`, machineType };
      }),
    },
    endpoint: { kind: "external", loadBalancer: mode, port: 6443, allowedCidrs: ["203.0.113.0/24"] },
    etcd: { topology: "stacked", quorumReads: true, disk: { type: "pd-ssd", sizeGb: 50 } },
    terraform: { backend: { kind: "gcs", bucket: "acme-quorate" }, googleProviderVersion: "5.39.0" },
    ...changes,
  };
}

/** What the stack of that cluster is made with, beside its topology. */
export const settings = {
  name: "prod",
  project: "acme-prod",
  region: "europe-west1",
  backend: { kind: "gcs", bucket: "acme-quorate" },
  googleProviderVersion: "5.39.0",
} as const;

/** A startup script with what Terraform would take for templates. */
export const startupScript = '#!/bin/bash\necho "${HOME} %{http_code} $HOME 100%"\n';

/** The topology of such a cluster at rest. */
export function atRest(replicas: string, mode: Mode = "whenReplicated"): Topology<LoadBalanced> {
  return withEndpoint(desiredTopology(specOf(replicas, mode), startupScript), {});
}

/** The topology with these parts of its endpoint instead. */
export function withEndpoint(topology: Topology, parts: Partial<LoadBalanced>): Topology<LoadBalanced> {
  return { ...topology, endpoint: { ...endpointOf(topology), ...parts } };
}

const nothing = {
  backends: [],
  groups: [],
  healthCheck: false,
  backendService: null,
  address: { on: "none" },
} as const;

/** The endpoint of a topology, which is an IP that a replica or a load balancer holds; of no cluster, without any part. */
export function endpointOf(topology: Topology | null | undefined): LoadBalanced {
  const endpoint = topology?.endpoint ?? { kind: "external", ...nothing };
  if (endpoint.kind !== "external") throw new Error("the topology has an endpoint of another kind");
  return endpoint;
}

/** Every choice of at least one of the names. */
export function choices(names: readonly string[]): string[] {
  const all = names.reduce<string[][]>((sets, name) => [...sets, ...sets.map((set) => [...set, name])], [[]]);
  return all.filter((set) => set.length > 0).map((set) => set.join(" "));
}
