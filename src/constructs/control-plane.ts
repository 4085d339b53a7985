import type { Replica, Topology } from "../topology/topology.ts";
import type { Construct } from "./cdktf/cdktf.ts";
import { type EndpointResources, endpointResources } from "./endpoint/endpoint-resources.ts";
import { Identity } from "./identity.ts";
import { Network } from "./network.ts";
import { ReplicaInstance, ReplicaRemains } from "./replica-instance.ts";
import { StartupScripts } from "./startup-scripts.ts";

/**
 * Puts everything that a control plane is on GCE into a construct, for one topology. One control plane to a stack,
 * because Terraform addresses are chosen by the replicas' names. `newcomers`: replicas that do not exist yet, where
 * others do. They are created before the others are told of them.
 */
export function addControlPlane(scope: Construct, topology: Topology, newcomers: readonly string[] = []): void {
  const endpoint = endpointResources(scope, topology);
  const network = new Network(scope, topology, endpoint);
  const identity = new Identity(scope, topology);
  const scripts = new StartupScripts(scope, topology);
  endpoint.prepare();
  for (const remains of topology.remains) new ReplicaRemains(scope, topology, remains, identity);

  const replicas = new Map<string, ReplicaInstance>();
  for (const replica of inOrder(topology, endpoint, newcomers)) {
    const earlier = [...replicas.values()].filter(
      ({ name }) => endpoint.holds(replica.name) || (newcomers.includes(name) && !newcomers.includes(replica.name)),
    );
    replicas.set(
      replica.name,
      new ReplicaInstance(scope, {
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

/**
 * Newcomers first, so that nobody is told of a replica that may never come to be; the holder of the IP last, so that it
 * takes the IP only after another replica has given it up.
 */
function inOrder({ replicas }: Topology, endpoint: EndpointResources, newcomers: readonly string[]): Replica[] {
  const rank = ({ name }: Replica) => (endpoint.holds(name) ? 2 : newcomers.includes(name) ? 0 : 1);
  return replicas.toSorted((a, b) => rank(a) - rank(b));
}
