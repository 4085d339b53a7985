import type { Replica, Topology } from "../topology/topology.ts";
import { Construct } from "./cdktf/cdktf.ts";
import { type EndpointResources, endpointResources } from "./endpoint/endpoint-resources.ts";
import { Identity } from "./identity.ts";
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
    const endpoint = endpointResources(this, topology);
    const network = new Network(this, topology, endpoint);
    const identity = new Identity(this, topology);
    const scripts = new StartupScripts(this, topology);
    endpoint.prepare();
    for (const remains of topology.remains) new ReplicaRemains(this, topology, remains, identity);

    const replicas = new Map<string, ReplicaInstance>();
    for (const replica of inOrder(topology, endpoint, newcomers)) {
      const earlier = [...replicas.values()].filter(
        ({ name }) => endpoint.holds(replica.name) || (newcomers.includes(name) && !newcomers.includes(replica.name)),
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
            ...endpoint.dependencies(replica.zone),
            ...earlier.map(({ instance }) => instance),
          ],
        }),
      );
    }
    endpoint.connect(replicas);
  }
}

/**
 * Newcomers first, so that nobody is told of a replica that may never come to be; the holder of the IP last, so that it
 * takes the IP only after another replica has given it up.
 */
function inOrder({ replicas }: Topology, endpoint: EndpointResources, newcomers: readonly string[]): Replica[] {
  const rank = ({ name }: Replica) => (endpoint.holds(name) ? 2 : newcomers.includes(name) ? 0 : 1);
  return replicas.toSorted((a, b) => rank(a) - rank(b));
}
