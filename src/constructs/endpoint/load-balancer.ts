import type { LoadBalanced } from "../../topology/endpoint/load-balanced.ts";
import { gceName, logicalId } from "../../topology/names.ts";
import type { Topology } from "../../topology/topology.ts";
import {
  ComputeForwardingRule,
  type ComputeInstance,
  type ComputeInstanceGroup,
  ComputeInstanceGroupMembership,
  ComputeRegionBackendService,
  ComputeRegionHealthCheck,
  Construct,
  type ITerraformDependable,
} from "../cdktf/cdktf.ts";
import { identify } from "../cdktf/identify.ts";
import type { EndpointAddress } from "./address.ts";

/** An instance that an endpoint leads to. `zone` is its zone in the topology. */
export interface Server {
  readonly zone: string;
  readonly instance: ComputeInstance;
}

export interface LoadBalancerProps {
  readonly topology: Topology<LoadBalanced>;
  readonly address: EndpointAddress;
  readonly groups: ReadonlyMap<string, ComputeInstanceGroup>;
  readonly servers: ReadonlyMap<string, Server>;
}

/**
 * The external passthrough load balancer, as much of it as the topology has: health check, backend service, one
 * membership for each backend, and the forwarding rule while the load balancer holds the IP.
 */
export class LoadBalancer extends Construct {
  constructor(scope: Construct, { topology, address, groups, servers }: LoadBalancerProps) {
    super(scope, "load-balancer");
    const { settings, endpoint } = topology;
    const { backends, backendService, healthCheck } = endpoint;
    const name = gceName.api(settings.name);
    for (const backend of backends) {
      const server = found(servers, backend);
      identify(
        logicalId.replica(backend),
        new ComputeInstanceGroupMembership(this, `membership-${backend}`, {
          zone: server.instance.zone,
          instanceGroup: found(groups, server.zone).name,
          instance: server.instance.selfLink,
        }),
      );
    }
    const check = healthCheck ? this.#healthCheck(name, topology) : undefined;
    if (backendService === null || check === undefined) return;
    const service = identify(
      logicalId.api,
      new ComputeRegionBackendService(this, "backend-service", {
        name,
        region: settings.region,
        description: `API servers of cluster ${settings.name}`,
        loadBalancingScheme: "EXTERNAL",
        protocol: "TCP",
        healthChecks: [check.id],
        backend: backendService.zones.map((zone) => ({
          group: found(groups, zone).id,
          balancingMode: "CONNECTION",
        })),
        connectionDrainingTimeoutSec: 60,
      }),
    );
    if (endpoint.address.on !== "loadBalancer") return;
    // Terraform moves the IP in the right order (released before it is taken) only by these dependencies, which its
    // state must already know when the rule is destroyed again.
    const dependsOn: ITerraformDependable[] = [...servers.values()].map(({ instance }) => instance);
    identify(
      logicalId.api,
      new ComputeForwardingRule(this, "rule", {
        name,
        region: settings.region,
        loadBalancingScheme: "EXTERNAL",
        networkTier: "PREMIUM",
        ipProtocol: "TCP",
        ipAddress: address.resource.address,
        ports: [String(settings.endpoint.port)],
        backendService: service.id,
        labels: { "quorate-cluster": settings.name },
        dependsOn,
      }),
    );
  }

  #healthCheck(name: string, { settings }: Topology): ComputeRegionHealthCheck {
    return identify(
      logicalId.api,
      new ComputeRegionHealthCheck(this, "health-check", {
        name,
        region: settings.region,
        description: `Readiness of the API servers of cluster ${settings.name}`,
        // A replica whose server is gone is out of the balancer after four seconds at most, one that hangs after six.
        checkIntervalSec: 2,
        timeoutSec: 2,
        healthyThreshold: 2,
        unhealthyThreshold: 2,
        httpsHealthCheck: { port: settings.endpoint.port, requestPath: "/readyz" },
      }),
    );
  }
}

function found<T>(map: ReadonlyMap<string, T>, key: string): T {
  const value = map.get(key);
  if (value === undefined) throw new Error(`the topology names ${key}, which it does not hold`);
  return value;
}
