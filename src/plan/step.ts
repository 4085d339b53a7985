import type { Diagnostic } from "../cluster/diagnostic.ts";
import type { Topology } from "../topology/topology.ts";
import type { Gate } from "./gate.ts";

/** What others than the planner must know of a kind of step. Nothing of it is written into a plan. */
export interface StepTraits {
  /** Adds its subject to a cluster that exists. */
  readonly adds?: true;
  /** Deletes its subject, or what is left of it. */
  readonly deletes?: true;
  /** Stops its subject and starts it again, or only starts it: what was seen of it before says nothing any more. */
  readonly restarts?: true;
  /**
   * Needs every replica to have been told of the membership before it begins: it waits for a removal, which those who do
   * not know of it would hold up; or it moves the endpoint's IP, and nothing else may be done while nobody holds it (R6).
   */
  readonly announcesFirst?: true;
}

/** The kinds of steps, in the order in which the plan's public schema names them. */
export const stepKinds = {
  create: {},
  "create-replicas": {},
  "seal-secrets": {},
  "add-replica": { adds: true },
  "attach-backend": {},
  "attach-backends": {},
  "drain-backend": {},
  "remove-member": {},
  "delete-replica": { deletes: true, announcesFirst: true },
  "build-balancer": {},
  "remove-balancer": {},
  "move-address": { announcesFirst: true },
  "update-settings": {},
  "update-replica": { restarts: true },
  "mark-replica": {},
  "delete-cluster": {},
} satisfies Record<string, StepTraits>;

export type StepKind = keyof typeof stepKinds;

/** What a step says of itself by its kind. */
export function traits({ kind }: Pick<Step, "kind">): StepTraits {
  return stepKinds[kind];
}

/** etcd's arithmetic at one end of a step. `healthy` is null where nobody looked (an offline plan). */
export interface EtcdState {
  readonly voters: number;
  readonly quorum: number;
  readonly tolerates: number;
  readonly healthy: number | null;
}

/** What clients of the API endpoint notice: nothing, seconds, or an outage as long as the step. */
export interface EndpointEffect {
  readonly interruption: "none" | "brief" | "outage";
  readonly reason: string;
}

/** The way from one topology to the next; the unit of apply. */
export interface Step {
  /** Counts from 1 within its plan. */
  readonly id: number;
  readonly kind: StepKind;
  /** A replica's name, or the cluster's where the step is about all of it. */
  readonly subject: string;
  readonly title: string;
  /** null where the cluster does not exist. */
  readonly before: Topology | null;
  readonly after: Topology | null;
  readonly etcd: { readonly before: EtcdState; readonly after: EtcdState };
  readonly endpoint: EndpointEffect;
  readonly gates: readonly Gate[];
}

/** How the cluster stands when a plan is through. */
export interface Verdict {
  readonly voters: number;
  readonly quorum: number;
  readonly tolerates: number;
  /** For each zone with a replica: what losing all of that zone does. */
  readonly zoneLoss: Readonly<Record<string, "survives" | "losesQuorum">>;
}

/** What the planner answers: the steps, or the errors that forbid them (then there are no steps). */
export interface ChangePlan {
  readonly cluster: string;
  readonly steps: readonly Step[];
  /** null when the cluster is gone at the end. */
  readonly verdict: Verdict | null;
  readonly diagnostics: readonly Diagnostic[];
}
