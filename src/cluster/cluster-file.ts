import * as z from "zod";
import { controlPlane } from "./file/control-plane.ts";
import { endpoint } from "./file/endpoint/endpoint.ts";
import { etcd } from "./file/etcd.ts";
import { named, text } from "./file/fields.ts";
import { clusterName, projectId, regionName } from "./file/names.ts";
import { network } from "./file/network.ts";
import { terraform } from "./file/terraform.ts";
import { onlyValue, refusals } from "./file/value-refusal.ts";
import { kubernetesPattern, kubernetesVersionProblem } from "./file/versions.ts";

/** The shape of a cluster file. What concerns two fields at once is in rules/, and the JSON Schema does not know it. */
export const clusterFile = z
  .strictObject({
    apiVersion: z
      .literal("quorate.dev/v1")
      .meta({ title: "API version", description: "Version of this format." })
      .register(refusals, onlyValue("Q015", "an apiVersion that Quorate reads", "quorate.dev/v1")),
    kind: z
      .literal("Cluster")
      .meta({ title: "Kind", description: "What the file describes." })
      .register(refusals, onlyValue("Q016", "a kind that Quorate reads", "Cluster")),
    metadata: z
      .strictObject({
        name: named(clusterName, {
          title: "Cluster name",
          description: "At most 20 characters, because resource names derive from it. It cannot change later.",
        }),
      })
      .meta({ title: "Metadata", description: "What the cluster is called." }),
    spec: z
      .strictObject({
        project: named(projectId, { title: "Project", description: "ID of the Google Cloud project." }),
        region: named(regionName, { title: "Region", description: "Region of all replicas, such as europe-west1." }),
        kubernetesVersion: text(kubernetesVersionProblem, {
          title: "Kubernetes version",
          description: "Full version x.y.z.",
          pattern: kubernetesPattern,
          examples: ["1.36.3"],
        }),
        deletionProtection: z.boolean().default(true).meta({
          title: "Deletion protection",
          description: "Protects instances, data disks and the address until a reviewed step lifts it for its subject.",
        }),
        network: network.schema,
        controlPlane: controlPlane.schema,
        endpoint: endpoint.schema,
        etcd: etcd.schema,
        terraform: terraform.schema,
      })
      .meta({ title: "Spec", description: "The cluster that is asked for." }),
  })
  .meta({ title: "Quorate cluster", description: "A highly available Kubernetes control plane on Compute Engine." });

/** A cluster file with its defaults filled in, in the file's own shape. */
export type ClusterFile = z.output<typeof clusterFile>;
