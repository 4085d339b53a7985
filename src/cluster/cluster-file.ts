import * as z from "zod";
import { cidrPattern, cidrProblem, defaultRanges } from "./cidr.ts";
import { diskSize, diskSizeProblem, portProblem, takenPorts } from "./limits.ts";
import {
  bucketName,
  clusterName,
  machineTypeName,
  machineTypeProblem,
  nameProblem,
  networkName,
  projectId,
  regionName,
  replicaName,
  statePath,
  zoneName,
} from "./names.ts";
import type { Problem } from "./problem.ts";
import { alsoPlanned, onlyExternal, onlyQuorumReads, onlyValue, refusals } from "./refusals.ts";
import { kubernetesPattern, kubernetesVersionProblem, providerPattern, providerVersionProblem } from "./versions.ts";

/** Text that a function judges; what editors may know of its form goes into `meta`. */
function text(problem: (value: string) => Problem | undefined, meta: z.core.GlobalMeta) {
  return z.string().superRefine(custom(problem)).meta(meta);
}

/** Text in one of the formats of names.ts. */
function named(format: typeof clusterName, meta: z.core.GlobalMeta) {
  const { pattern, maxLength } = format;
  return text((value) => nameProblem(format, value), { pattern: pattern.source, maxLength, ...meta });
}

/** A whole number that a function judges. */
function whole(problem: (value: number) => Problem | undefined, meta: z.core.GlobalMeta) {
  return z.int().superRefine(custom(problem)).meta(meta);
}

function custom<T>(problem: (value: T) => Problem | undefined) {
  return (value: T, context: z.core.$RefinementCtx<T>) => {
    const found = problem(value);
    if (found !== undefined) context.addIssue({ code: "custom", message: found.message, params: { ...found } });
  };
}

const cidr = (meta: z.core.GlobalMeta) => text(cidrProblem, { pattern: cidrPattern, ...meta });
const machineType = (description: string) =>
  text(machineTypeProblem, {
    title: "Machine type",
    description,
    pattern: machineTypeName.pattern.source,
    examples: ["e2-standard-4"],
  });

const network = z
  .strictObject({
    name: named(networkName, { title: "Network", description: "VPC network, by its short name." }).default("default"),
    subnetwork: named(networkName, {
      title: "Subnetwork",
      description: "Subnetwork of the region; by default it has the network's name, as in auto-mode networks.",
    }).optional(),
    podCidr: cidr({ title: "Pod range", description: "IPv4 range that pods get addresses from, /8 to /21." }).default(
      defaultRanges.pods,
    ),
    serviceCidr: cidr({
      title: "Service range",
      description: "IPv4 range that services get addresses from, /12 to /28; it may not overlap the pod range.",
    }).default(defaultRanges.services),
    egress: z
      .enum(["managedNat", "existingNat"])
      .meta({
        title: "Egress",
        description: "How replicas reach the internet: through a Cloud NAT of the cluster's own, or through yours.",
      })
      .register(refusals, alsoPlanned(["externalIps"], "managedNat or existingNat"))
      .default("managedNat"),
  })
  .meta({ title: "Network", description: "Where the cluster lives and which addresses it uses." })
  .prefault({});

const replica = z
  .strictObject({
    name: named(replicaName, {
      title: "Replica name",
      description: "By default <cluster>-<zone letter>. Where a zone repeats, each of its replicas needs one.",
    }).optional(),
    zone: named(zoneName, { title: "Zone", description: "Zone of the region.", examples: ["europe-west1-b"] }),
    machineType: machineType("Machine type of this replica, instead of controlPlane's.").optional(),
  })
  .meta({ title: "Replica", description: "One control-plane instance with its etcd member." });

const controlPlane = z
  .strictObject({
    machineType: machineType("Machine type of every replica that names none itself.").default("e2-standard-4"),
    acceptTwoReplicas: z.boolean().default(false).meta({
      title: "Accept two replicas",
      description: "Two replicas fail more often than one, because etcd needs both. Set this to run two all the same.",
    }),
    acceptOutage: z.boolean().default(false).meta({
      title: "Accept an outage",
      description: "Let changes that restart a replica take a cluster of one or two replicas down for that while.",
    }),
    replicas: z.array(replica).meta({
      title: "Replicas",
      description: "1, 3, 5 or 7 control-plane instances. The first one initialises a new cluster.",
      minItems: 1,
      maxItems: 7,
    }),
  })
  .meta({ title: "Control plane", description: "The replicas of the control plane." });

const endpoint = z
  .strictObject({
    kind: z
      .enum(["external"])
      .meta({ title: "Endpoint kind", description: "external: a regional static IP on a passthrough load balancer." })
      .register(refusals, onlyExternal)
      .default("external"),
    loadBalancer: z
      .enum(["whenReplicated", "always"])
      .meta({
        title: "Load balancer",
        description:
          "whenReplicated: a single replica holds the endpoint's IP itself. always: the IP never moves between holders.",
      })
      .default("whenReplicated"),
    port: whole(portProblem, {
      title: "Port",
      description: "Port of the API.",
      minimum: 1,
      maximum: 65535,
      not: { enum: [...takenPorts] },
    }).default(6443),
    allowedCidrs: z
      .array(cidr({ title: "Allowed range", description: "IPv4 range that may reach the API." }))
      .default(["0.0.0.0/0"])
      .meta({
        title: "Allowed ranges",
        description: "Client ranges that may reach the API; by default the whole internet, which is a warning.",
        minItems: 1,
      }),
  })
  .meta({ title: "Endpoint", description: "Where clients and kubelets reach the API. Its IP never changes." })
  .prefault({});

const etcd = z
  .strictObject({
    topology: z
      .enum(["stacked"])
      .meta({ title: "etcd topology", description: "stacked: a member on every replica." })
      .register(refusals, alsoPlanned(["external"], "stacked"))
      .default("stacked"),
    quorumReads: z
      .literal(true)
      .meta({ title: "Quorum reads", description: "Reads are linearizable. They cannot be turned off." })
      .register(refusals, onlyQuorumReads)
      .default(true),
    disk: z
      .strictObject({
        type: z
          .enum(["pd-ssd", "pd-balanced", "pd-standard", "hyperdisk-balanced"])
          .meta({ title: "Disk type", description: "etcd waits for every write, so a slow disk makes a slow API." })
          .default("pd-ssd"),
        sizeGb: whole(diskSizeProblem, {
          title: "Disk size",
          description: "Size in GB. It can grow, never shrink.",
          minimum: diskSize.min,
          maximum: diskSize.max,
        }).default(50),
      })
      .meta({ title: "etcd disk", description: "The data disk of each member." })
      .prefault({}),
  })
  .meta({ title: "etcd", description: "The store behind the API." })
  .prefault({});

const terraform = z
  .strictObject({
    backend: z
      .discriminatedUnion("kind", [
        z.strictObject({
          kind: z.literal("gcs").meta({ title: "Backend kind", description: "gcs: a Cloud Storage bucket." }),
          bucket: named(bucketName, {
            title: "Bucket",
            description: "Bucket for Terraform's state, which goes under quorate/<project>/<name>.",
          }),
        }),
        z.strictObject({
          kind: z.literal("local").meta({ title: "Backend kind", description: "local: a directory on this machine." }),
          path: named(statePath, { title: "Path", description: "Directory for Terraform's state." }).default(
            ".quorate",
          ),
        }),
      ])
      .meta({ title: "Backend", description: "Where Terraform's state lives." }),
    googleProviderVersion: text(providerVersionProblem, {
      title: "Google provider version",
      description: "Exact version of Terraform's google provider, so that plan and apply cannot float apart.",
      pattern: providerPattern,
    }).default("6.50.0"),
  })
  .meta({ title: "Terraform", description: "State and provider." });

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
        network,
        controlPlane,
        endpoint,
        etcd,
        terraform,
      })
      .meta({ title: "Spec", description: "The cluster that is asked for." }),
  })
  .meta({ title: "Quorate cluster", description: "A highly available Kubernetes control plane on Compute Engine." });

/** A cluster file with its defaults filled in, in the file's own shape. */
export type ClusterFile = z.output<typeof clusterFile>;
