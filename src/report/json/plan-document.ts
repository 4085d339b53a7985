import * as z from "zod";
import { checks } from "../../plan/gate.ts";
import { type StepKind, stepKinds } from "../../plan/step.ts";

const formatVersion = z
  .string()
  .regex(/^1\.\d+$/)
  .describe("1.1; the second part grows when something is added.");

const address = z.discriminatedUnion("on", [
  z.object({ on: z.literal("none") }),
  z.object({ on: z.literal("replica"), name: z.string().describe("The replica that carries the IP.") }),
  z.object({ on: z.literal("loadBalancer") }),
]);

const topology = z
  .object({
    replicas: z
      .array(z.object({ name: z.string(), zone: z.string().describe("Zone on Google Compute Engine.") }))
      .describe("The control-plane instances."),
    members: z.array(z.string()).describe("Names that the replicas were told are etcd members."),
    backends: z.array(z.string()).describe("Replicas that the load balancer may send traffic to."),
    address: address.describe("Who holds the endpoint's IP."),
  })
  .meta({ id: "topology", description: "The shape of the cluster at one moment." })
  .nullable()
  .describe("null where the cluster does not exist.");

const count = z.int().min(0);

const etcdState = z
  .object({
    voters: count.describe("Voting members of etcd."),
    quorum: count.describe("Votes that a decision needs."),
    tolerates: count.describe("Voters that may fail at the same time without losing quorum."),
    healthy: count.nullable().describe("Healthy voters; null where nobody looked."),
  })
  .meta({ id: "etcdState", description: "etcd's arithmetic at one moment." });

const attributes = z.record(z.string(), z.unknown());

const change = z
  .object({
    address: z.string().describe("Terraform address."),
    actions: z
      .array(z.enum(["create", "update", "delete"]))
      .describe("Terraform's actions in their order; a replacement is delete, then create."),
    before: attributes.nullable().describe("Configured attributes before; null for a creation."),
    after: attributes.nullable().describe("Configured attributes after; null for a deletion."),
    afterUnknown: attributes.describe("true at each attribute whose value is known only after apply."),
  })
  .meta({ id: "change", description: "What a step does to one resource." });

const gate = z
  .object({
    when: z.enum(["before", "after"]).describe("Before the step starts, or before the next one may."),
    check: z.enum(checks).describe("What must be true of the live cluster."),
    subject: z.string().describe("A replica's name, or the cluster's where the check is about all of it."),
  })
  .meta({ id: "gate", description: "What must be true of the live cluster before or after a step." });

const step = z
  .object({
    id: z.int().min(1).describe("Counts from 1 within its plan."),
    kind: z.enum(Object.keys(stepKinds) as StepKind[]).describe("What the step does. Later versions may add kinds."),
    subject: z.string().describe("A replica's name, or the cluster's where the step is about all of it."),
    title: z.string().describe("The step in one line for people."),
    digest: z
      .string()
      .regex(/^sha256:[0-9a-f]{64}$/)
      .optional()
      .describe(
        "Digest of the plan from this step on: what an apply that was stopped before it goes on with. Since 1.1.",
      ),
    before: topology,
    after: topology,
    etcd: z.object({ before: etcdState, after: etcdState }).describe("etcd's arithmetic at both ends of the step."),
    endpoint: z
      .object({ interruption: z.enum(["none", "brief", "outage"]), reason: z.string() })
      .describe("What clients of the API endpoint notice: nothing, seconds, or an outage as long as the step."),
    changes: z.array(change).describe("What the step does to each resource."),
    gates: z.array(gate).describe("What must be true of the live cluster around the step."),
  })
  .meta({ id: "step", description: "The way from one topology to the next." });

const diagnostic = z
  .object({
    severity: z.enum(["error", "warning"]),
    code: z.string().describe("Stable code, such as Q012."),
    message: z.string().describe("What is wrong, in one sentence."),
    remedy: z.string().describe("What to do about it, in one sentence."),
    file: z.string().nullable().describe("The file that the finding is about; null where it is about none."),
    line: z.int().min(1).nullable().describe("Counts from 1."),
    column: z.int().min(1).nullable().describe("Counts from 1."),
  })
  .meta({ id: "diagnostic", description: "One finding about the input." });

/** One plan as JSON: a public contract to which later versions only add. */
export const planDocument = z
  .object({
    formatVersion,
    cluster: z.string().describe("The cluster's name."),
    digest: z.string().describe("sha256:… over the steps; the same change always has the same digest."),
    basis: z
      .enum(["spec", "state", "verified"])
      .describe("Made on files alone, on Terraform's stored state, or on refreshed state and a real terraform plan."),
    summary: z
      .object({ steps: count, add: count, change: count, destroy: count })
      .describe("Resource actions over all steps; a replacement counts as one added and one destroyed."),
    steps: z
      .array(step)
      .describe("In the order in which they are applied; empty where nothing changes or it is refused."),
    verdict: z
      .object({
        voters: count,
        quorum: count,
        tolerates: count,
        zoneLoss: z
          .record(z.string(), z.enum(["survives", "losesQuorum"]))
          .describe("For each zone with a replica: what losing all of that zone does."),
      })
      .nullable()
      .describe("How the cluster stands at the end; null where it does not exist then."),
    diagnostics: z.array(diagnostic).describe("Findings; an error means that the change is refused."),
  })
  .meta({ id: "plan", description: "The plan for one cluster." });

/** Plans for several clusters. */
export const planDocuments = z
  .object({
    formatVersion,
    plans: z.array(planDocument),
    diagnostics: z.array(diagnostic).describe("Findings about files that have no plan, such as those with errors."),
  })
  .meta({ id: "plans", description: "The plans for several clusters." });

export type PlanDocument = z.infer<typeof planDocument>;
export type PlanDocuments = z.infer<typeof planDocuments>;
