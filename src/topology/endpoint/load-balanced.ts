import type { ClusterSpec, ReplicaSpec } from "../../cluster/cluster-spec.ts";
import { logicalId, resourceType } from "../names.ts";
import { baseName, type View } from "../resource.ts";
import { sorted } from "../sorted.ts";

/** Who holds the endpoint's IP. */
export type Address =
  | { readonly on: "none" }
  | { readonly on: "replica"; readonly name: string }
  | { readonly on: "loadBalancer" };

/** A static IP that one replica holds, or a load balancer in front of all of them. */
export interface LoadBalanced {
  readonly kind: "external";
  /** Replicas that the load balancer may send traffic to. */
  readonly backends: readonly string[];
  /** Zones with an instance group. */
  readonly groups: readonly string[];
  /** Whether the load balancer's health check exists. */
  readonly healthCheck: boolean;
  /** The load balancer's backend service and the zones whose groups it sends to; its rule exists when it holds the IP. */
  readonly backendService: { readonly zones: readonly string[] } | null;
  readonly address: Address;
}

/** A load balancer's parts, gone. */
export const noBalancer = { backends: [], healthCheck: false, backendService: null } as const;

type Wanted = Extract<ClusterSpec["endpoint"], { kind: "external" }>;

function desired({ kind, loadBalancer }: Wanted, replicas: readonly ReplicaSpec[]): LoadBalanced {
  const [first, second] = replicas;
  if (first === undefined) throw new Error("a parsed cluster spec has at least one replica");
  const groups = sorted(replicas.map(({ zone }) => zone));
  const backends = sorted(replicas.map(({ name }) => name));
  const address = { on: "loadBalancer" } as const;
  const balanced = { kind, backends, groups, healthCheck: true, backendService: { zones: groups }, address };
  if (second !== undefined || loadBalancer === "always") return balanced;
  return { ...balanced, ...noBalancer, address: { on: "replica", name: first.name } };
}

function observe(view: View, cluster: string): LoadBalanced | undefined {
  const ip = view.get(resourceType.address, logicalId.endpoint)?.text("address");
  if (ip === undefined) return undefined;
  const service = view.get(resourceType.backendService, logicalId.api);
  const instances = view.named(resourceType.instance, "replica").map(([name]) => name);
  const zones = service?.blocks("backend").map((backend) => baseName(backend.text("group")).slice(cluster.length + 1));
  return {
    kind: "external",
    backends: sorted(instances.filter((name) => view.has(resourceType.membership, logicalId.replica(name)))),
    groups: sorted(view.named(resourceType.group, "zone").map(([zone]) => zone)),
    healthCheck: view.has(resourceType.healthCheck, logicalId.api),
    backendService: zones === undefined ? null : { zones: sorted(zones) },
    address: holderOf(view, ip),
  };
}

function holderOf(view: View, ip: string): Address {
  if (view.has(resourceType.forwardingRule, logicalId.api)) return { on: "loadBalancer" };
  const holder = view.named(resourceType.instance, "replica").find(([, instance]) =>
    instance
      .block("network_interface")
      .blocks("access_config")
      .some((config) => config.text("nat_ip") === ip),
  );
  return holder === undefined ? { on: "none" } : { on: "replica", name: holder[0] };
}

function extend(endpoint: LoadBalanced, zones: readonly string[]): LoadBalanced {
  return { ...endpoint, groups: sorted([...endpoint.groups, ...zones]) };
}

function everything(known: LoadBalanced, wanted: LoadBalanced): LoadBalanced {
  const { backendService, groups } = extend(known, wanted.groups);
  const address = { on: "loadBalancer" } as const;
  return { ...known, groups, healthCheck: true, backendService: backendService ?? { zones: groups }, address };
}

function picture({ backends, backendService, address }: LoadBalanced) {
  return { backends, address, idle: backendService !== null && address.on !== "loadBalancer" };
}

/** What this kind is, as `EndpointShape` asks. */
export const loadBalanced = {
  desired,
  observe,
  extend,
  zones: ({ groups }: LoadBalanced) => groups,
  everything,
  picture,
};
