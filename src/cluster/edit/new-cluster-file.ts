import { scalarText } from "./entry-text.ts";
import { freeName } from "./free-name.ts";

/** What somebody must decide about a new cluster. Each value is valid by itself. */
export interface NewCluster {
  readonly name: string;
  readonly project: string;
  readonly region: string;
  /** In full, one for each replica. */
  readonly zones: readonly string[];
  readonly allowedCidrs: readonly string[];
  /** The bucket for Terraform's state. */
  readonly bucket: string;
}

/** Of new clusters; also written by hand in the documentation. */
const kubernetesVersion = "1.36.3";

/** The text of a new cluster file, with comments for whoever reads it first. `schema` is where editors find its schema. */
export function newClusterFile(cluster: NewCluster, schema: string): string {
  const { name, project, region, zones, allowedCidrs, bucket } = cluster;
  const taken: string[] = [];
  const replicas = zones.map((zone) => {
    const replica = freeName(name, taken, zone);
    taken.push(replica);
    return `      - name: ${scalarText(replica)}\n        zone: ${zone}\n`;
  });
  return `# yaml-language-server: $schema=${schema}
# The control plane of one cluster. What is left out has a default, which editors show with the help of the schema.
apiVersion: quorate.dev/v1
kind: Cluster
metadata:
  # Resource names derive from the name. It cannot change later; neither can project and region.
  name: ${scalarText(name)}
spec:
  project: ${scalarText(project)}
  region: ${region}
  kubernetesVersion: ${kubernetesVersion}
  controlPlane:
    machineType: e2-standard-4
    # 1, 3, 5 or 7. The first one initialises the cluster, the others join it.
    replicas:
${replicas.join("")}  endpoint:
    # Who may reach the API.
    allowedCidrs:
${allowedCidrs.map((range) => `      - ${range}\n`).join("")}  terraform:
    # Where Terraform's state lives. The bucket must exist.
    backend:
      kind: gcs
      bucket: ${scalarText(bucket)}
`;
}
