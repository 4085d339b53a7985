import { gceName, logicalId } from "../topology/names.ts";
import type { Replica, Topology } from "../topology/topology.ts";
import { ComputeInstanceGroup, Construct } from "./cdktf.ts";
import { Endpoint } from "./endpoint.ts";
import { identify } from "./identify.ts";
import { Identity } from "./identity.ts";
import { LoadBalancer } from "./load-balancer.ts";
import { Network } from "./network.ts";
import { ReplicaInstance, ReplicaRemains } from "./replica-instance.ts";

/**
 * Everything that a control plane is on GCE, for one topology. For use in an app of your own (D8): one control plane
 * to a stack, because Terraform addresses are chosen by the replicas' names.
 */
export class ControlPlane extends Construct {
  constructor(scope: Construct, id: string, topology: Topology) {
    super(scope, id);
    const endpoint = new Endpoint(this, topology);
    const network = new Network(this, topology, endpoint);
    const identity = new Identity(this, topology);
    const groups = new Map(topology.groups.map((zone) => [zone, this.#group(topology, zone)] as const));
    for (const remains of topology.remains) new ReplicaRemains(this, topology, remains, identity);

    const replicas = new Map<string, ReplicaInstance>();
    for (const replica of holderLast(topology)) {
      const group = groups.get(replica.zone);
      const others = holds(topology, replica) ? [...replicas.values()].map((other) => other.instance) : [];
      replicas.set(
        replica.name,
        new ReplicaInstance(this, {
          topology,
          replica,
          endpoint,
          identity,
          dependsOn: [...network.dependencies, ...identity.dependencies, ...(group ? [group] : []), ...others],
        }),
      );
    }
    new LoadBalancer(this, { topology, endpoint, groups, replicas });
  }

  #group({ settings }: Topology, zone: string): ComputeInstanceGroup {
    return identify(
      logicalId.group(zone),
      new ComputeInstanceGroup(this, `group-${zone}`, {
        name: gceName.group(settings.name, zone),
        description: `Replicas of cluster ${settings.name} in ${zone}`,
        zone,
      }),
    );
  }
}

function holds({ address }: Topology, replica: Replica): boolean {
  return address.on === "replica" && address.name === replica.name;
}

/**
 * The holder of the IP comes last and depends on the others: so the IP is taken only after another replica has given it
 * up, and members are told of a newcomer only once it exists.
 */
function holderLast(topology: Topology): Replica[] {
  return topology.replicas.toSorted((a, b) => Number(holds(topology, a)) - Number(holds(topology, b)));
}
