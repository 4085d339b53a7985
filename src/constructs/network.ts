import { gceName, logicalId } from "../topology/names.ts";
import type { Topology } from "../topology/topology.ts";
import { ComputeAddress, ComputeFirewall, ComputeRouter, ComputeRouterNat, Construct } from "./cdktf/cdktf.ts";
import { identify } from "./cdktf/identify.ts";
import type { EndpointResources } from "./endpoint/endpoint-resources.ts";

/** Where GCE's health checks of external passthrough load balancers come from. */
const probeRanges = ["35.191.0.0/16", "209.85.152.0/22", "209.85.204.0/22"];
/** Where Identity-Aware Proxy forwards TCP from. */
const iapRange = "35.235.240.0/20";

/** 2379 too: who joins asks an existing member through its client port to be added. */
const ports = { etcd: "2379-2380", kubelet: "10250", ssh: "22" } as const;

/** Who may reach the replicas, and how they reach the outside. */
export class Network extends Construct {
  /** What has to exist before an instance boots: its routes in and out. */
  readonly dependencies: (ComputeFirewall | ComputeRouterNat)[];

  constructor(scope: Construct, topology: Topology, endpoint: EndpointResources) {
    super(scope, "network");
    const { settings } = topology;
    const { name } = settings;
    const replicaTag = gceName.replicaTag(name);
    const nat = settings.network.egress === "managedNat" ? this.#nat(topology) : undefined;
    // An instance without an external IP reaches the external endpoint through NAT, with the NAT's address as source.
    const ownRanges = [...endpoint.sources, ...(nat ? [`${nat.address.address}/32`] : [])];
    const rule = (id: string, ruleName: string, description: string, tcp: string, from: Sources) =>
      identify(
        id,
        new ComputeFirewall(this, id, {
          name: ruleName,
          description,
          network: settings.network.name,
          direction: "INGRESS",
          ...from,
          targetTags: [replicaTag],
          allow: [{ protocol: "tcp", ports: [tcp] }],
        }),
      );
    const { endpoint: api } = settings;
    this.dependencies = [
      rule(logicalId.api, gceName.api(name), `Clients of the API of cluster ${name}`, String(api.port), {
        sourceRanges: [...api.allowedCidrs],
      }),
      rule(
        logicalId.apiInternal,
        gceName.apiInternal(name),
        `The API of cluster ${name}, for its own replicas and for load balancer probes`,
        String(api.port),
        { sourceRanges: [...probeRanges, ...ownRanges], sourceTags: [replicaTag] },
      ),
      rule(logicalId.etcdPeers, gceName.etcdPeers(name), `etcd of cluster ${name}, between its replicas`, ports.etcd, {
        sourceTags: [replicaTag],
      }),
      rule(logicalId.kubelet, gceName.kubelet(name), `Kubelets of cluster ${name}`, ports.kubelet, {
        sourceTags: [replicaTag],
      }),
      rule(logicalId.ssh, gceName.ssh(name), `SSH to replicas of cluster ${name}, through IAP only`, ports.ssh, {
        sourceRanges: [iapRange],
      }),
      ...(nat ? [nat.nat] : []),
    ];
  }

  #nat({ settings }: Topology): { address: ComputeAddress; nat: ComputeRouterNat } {
    const name = gceName.nat(settings.name);
    const { region } = settings;
    const address = identify(
      logicalId.nat,
      new ComputeAddress(this, "nat-address", {
        name,
        region,
        addressType: "EXTERNAL",
        networkTier: "PREMIUM",
        labels: { "quorate-cluster": settings.name },
      }),
    );
    const router = identify(
      logicalId.nat,
      new ComputeRouter(this, "router", { name, region, network: settings.network.name }),
    );
    const nat = identify(
      logicalId.nat,
      new ComputeRouterNat(this, "nat", {
        name,
        region,
        router: router.name,
        natIpAllocateOption: "MANUAL_ONLY",
        natIps: [address.selfLink],
        sourceSubnetworkIpRangesToNat: "ALL_SUBNETWORKS_ALL_IP_RANGES",
      }),
    );
    return { address, nat };
  }
}

interface Sources {
  readonly sourceRanges?: string[];
  readonly sourceTags?: string[];
}
