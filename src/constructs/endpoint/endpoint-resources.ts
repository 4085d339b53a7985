import type { EndpointKind, EndpointState } from "../../topology/endpoint/endpoint.ts";
import type { Topology } from "../../topology/topology.ts";
import type { Construct, ITerraformDependable } from "../cdktf/cdktf.ts";
import { LoadBalancedResources } from "./load-balanced.ts";
import type { Server } from "./load-balancer.ts";

/** What a kind of endpoint is made of on GCE. To construct one makes what does not depend on any other resource. */
export interface EndpointResources {
  /** What clients reach, an IP or a name, or a reference to it. */
  readonly address: string;
  /** Ranges that replicas' own requests through the endpoint may come from, beside the NAT's. */
  readonly sources: readonly string[];
  /** Makes what instances depend on. */
  prepare(): void;
  /** What has to exist before an instance in this zone boots. */
  dependencies(zone: string): ITerraformDependable[];
  /** Whether this replica holds what another one may have to give up before. */
  holds(replica: string): boolean;
  /** The external IPs of a replica's network interface. */
  accessConfig(replica: string): { readonly natIp: string; readonly networkTier: string }[];
  /** Makes what depends on the instances, given by replica. */
  connect(servers: ReadonlyMap<string, Server>): void;
}

interface Kind<State extends EndpointState> {
  make(scope: Construct, topology: Topology<State>): EndpointResources;
}

const kinds = { external: { make: (scope, topology) => new LoadBalancedResources(scope, topology) } } satisfies {
  [K in EndpointKind]: Kind<Extract<EndpointState, { kind: K }>>;
};

/** The resources of a topology's endpoint. */
export function endpointResources(scope: Construct, topology: Topology): EndpointResources {
  const kind: Kind<EndpointState> = kinds[topology.endpoint.kind];
  return kind.make(scope, topology);
}
