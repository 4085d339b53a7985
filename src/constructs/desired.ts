import { startupScript } from "../bootstrap/startup-script.ts";
import type { ClusterSpec } from "../cluster/cluster-spec.ts";
import { desiredTopology } from "../topology/desired.ts";
import type { Topology } from "../topology/topology.ts";

/** The topology that a cluster spec asks for, at rest, with instances that run this version's startup script. */
export function desiredControlPlane(spec: ClusterSpec): Topology {
  return desiredTopology(spec, startupScript());
}
