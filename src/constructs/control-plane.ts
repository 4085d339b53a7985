import { gceName, logicalId } from "../topology/names.ts";
import type { Replica, Topology } from "../topology/topology.ts";
import { ComputeInstanceGroup, Construct } from "./cdktf.ts";
import { Endpoint } from "./endpoint.ts";
import { identify } from "./identify.ts";
import { Identity } from "./identity.ts";
import { LoadBalancer } from "./load-balancer.ts";
import { Network } from "./network.ts";
import { ReplicaInstance, ReplicaRemains } from "./replica-instance.ts";
import { StartupScripts } from "./startup-scripts.ts";

/**
 * Everything that a control plane is on GCE, for one topology. For use in an app of your own (D8): one control plane
 * to a stack, because Terraform addresses are chosen by the replicas' names.
 */
export class ControlPlane extends Construct {
  /** `newcomers`: replicas that do not exist yet, where others do. They are created before the others are told of them. */
  constructor(scope: Construct, id: string, topology: Topology, newcomers: readonly string[] = []) {
    super(scope, id);
    const endpoint = new Endpoint(this, topology);
    const network = new Network(this, topology, endpoint);
    const identity = new Identity(this, topology);
    const scripts = new StartupScripts(this, topology);
    const groups = new Map(topology.groups.map((zone) => [zone, this.#group(topology, zone)] as const));
    for (const remains of topology.remains) new ReplicaRemains(this, topology, remains, identity);

    const replicas = new Map<string, ReplicaInstance>();
    for (const replica of inOrder(topology, newcomers)) {
      const group = groups.get(replica.zone);
      const earlier = [...replicas.values()].filter(
        ({ name }) => holds(topology, replica.name) || (newcomers.includes(name) && !newcomers.includes(replica.name)),
      );
      replicas.set(
        replica.name,
        new ReplicaInstance(this, {
          topology,
          replica,
          endpoint,
          identity,
          startupScript: scripts.reference(replica.startupScript),
          dependsOn: [
            ...network.dependencies,
            ...identity.dependencies,
            ...(group ? [group] : []),
            ...earlier.map(({ instance }) => instance),
          ],
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

function holds({ address }: Topology, name: string): boolean {
  return address.on === "replica" && address.name === name;
}

/**
 * Newcomers first, so that nobody is told of a replica that may never come to be; the holder of the IP last, so that it
 * takes the IP only after another replica has given it up.
 */
function inOrder(topology: Topology, newcomers: readonly string[]): Replica[] {
  const rank = ({ name }: Replica) => (holds(topology, name) ? 2 : newcomers.includes(name) ? 0 : 1);
  return topology.replicas.toSorted((a, b) => rank(a) - rank(b));
}
