/**
 * The public face of the constructs: the package's `quorate/constructs`, for use in a CDKTF app of your own (D8). What
 * is not exported here may change at any time.
 */
import type { ClusterDocument, ClusterSpec } from "../cluster/cluster-spec.ts";
import type { Diagnostic } from "../cluster/diagnostic.ts";
import { parseClusterFile } from "../cluster/parse.ts";
import { Construct } from "./cdktf/cdktf.ts";
import { addControlPlane } from "./control-plane.ts";
import { desiredControlPlane } from "./desired.ts";

export type { ClusterDocument, ClusterSpec };

/** What a control plane is made from. */
export interface ControlPlaneProps {
  /** The cluster that is asked for, as `parseCluster` returns it. It has no default. */
  readonly spec: ClusterSpec;
}

/**
 * Everything that a control plane is on GCE, at rest: as if all that the spec asks for were there. Put one control plane
 * into a stack, because Terraform addresses are chosen by the replicas' names. The stack brings the google provider,
 * with the project and the region of the spec, and the backend.
 *
 * Applying it creates a cluster. To change one, use `quorate apply`: it takes the steps that keep quorum one at a time.
 */
export class ControlPlane extends Construct {
  constructor(scope: Construct, id: string, { spec }: ControlPlaneProps) {
    super(scope, id);
    addControlPlane(this, desiredControlPlane(spec));
  }
}

/** A cluster that can be made, and what is doubtful about it. */
export interface ParsedCluster {
  readonly spec: ClusterSpec;
  /** One line each, with position and code; docs/diagnostics.md explains the codes. */
  readonly warnings: readonly string[];
}

/**
 * Checks a cluster and fills its defaults in. Reads no files.
 *
 * @param cluster - The text of a cluster file, in YAML or JSON, or the same as an object.
 * @param file - The name that positions in messages carry; by default `cluster.yaml`.
 * @throws Error with one line for each mistake, if there is any.
 */
export function parseCluster(cluster: string | ClusterDocument, file = "cluster.yaml"): ParsedCluster {
  const text = typeof cluster === "string" ? cluster : JSON.stringify(cluster, null, 2);
  const { spec, diagnostics } = parseClusterFile(text, file);
  const told = (severity: Diagnostic["severity"]) => diagnostics.filter((each) => each.severity === severity).map(line);
  if (spec === undefined) throw new Error(told("error").join("\n"));
  return { spec, warnings: told("warning") };
}

function line({ severity, code, message, remedy, position }: Diagnostic): string {
  const place = position === undefined ? "" : `${position.file}:${position.line}:${position.column}: `;
  return `${place}${severity} ${code}: ${message}. ${remedy}.`;
}
