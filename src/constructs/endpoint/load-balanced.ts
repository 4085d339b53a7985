import type { LoadBalanced } from "../../topology/endpoint/load-balanced.ts";
import { gceName, logicalId } from "../../topology/names.ts";
import type { Topology } from "../../topology/topology.ts";
import { ComputeInstanceGroup, type Construct } from "../cdktf/cdktf.ts";
import { identify } from "../cdktf/identify.ts";
import { EndpointAddress } from "./address.ts";
import { LoadBalancer, type Server } from "./load-balancer.ts";

/** A static IP, a group of instances in each zone, and the load balancer, as `EndpointResources` asks. */
export class LoadBalancedResources {
  readonly address: string;
  readonly sources: readonly string[];
  readonly #scope: Construct;
  readonly #topology: Topology<LoadBalanced>;
  readonly #address: EndpointAddress;
  readonly #groups = new Map<string, ComputeInstanceGroup>();

  constructor(scope: Construct, topology: Topology<LoadBalanced>) {
    this.#scope = scope;
    this.#topology = topology;
    this.#address = new EndpointAddress(scope, topology);
    this.address = this.#address.resource.address;
    this.sources = [`${this.address}/32`];
  }

  prepare(): void {
    const { settings, endpoint } = this.#topology;
    for (const zone of endpoint.groups) {
      const group = new ComputeInstanceGroup(this.#scope, `group-${zone}`, {
        name: gceName.group(settings.name, zone),
        description: `Replicas of cluster ${settings.name} in ${zone}`,
        zone,
      });
      this.#groups.set(zone, identify(logicalId.group(zone), group));
    }
  }

  dependencies(zone: string): ComputeInstanceGroup[] {
    const group = this.#groups.get(zone);
    return group === undefined ? [] : [group];
  }

  holds(replica: string): boolean {
    const { address } = this.#topology.endpoint;
    return address.on === "replica" && address.name === replica;
  }

  accessConfig(replica: string) {
    return this.holds(replica) ? [{ natIp: this.address, networkTier: "PREMIUM" }] : [];
  }

  connect(servers: ReadonlyMap<string, Server>): void {
    const [topology, address, groups] = [this.#topology, this.#address, this.#groups];
    new LoadBalancer(this.#scope, { topology, address, groups, servers });
  }
}
