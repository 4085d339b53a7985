import type { ClusterFile } from "../adapters/cluster-files.ts";
import type { ClusterSpec } from "../cluster/cluster-spec.ts";
import { type Diagnostic, hasErrors } from "../cluster/diagnostic.ts";
import { diagnose } from "../cluster/problem.ts";
import type { Plan } from "../plan/plan.ts";

/** Why a cluster has no plan, where its file is not to blame. */
export interface Trouble {
  /** One line. */
  readonly message: string;
  readonly remedy: string;
  readonly details: readonly string[];
}

/** A cluster that was to be planned, and what came of it. */
export interface PlannedCluster {
  readonly file: ClusterFile;
  readonly spec: ClusterSpec;
  /** What the cluster's file was before, on the base branch; null for a new cluster. */
  readonly before: ClusterSpec | null;
  readonly outcome: { readonly plan: Plan } | { readonly trouble: Trouble };
  /** Why the plan is a preview only, where a verified one was wanted. */
  readonly unverified?: string;
}

/** What came of planning a change of files. */
export interface PlannedChange {
  readonly clusters: readonly PlannedCluster[];
  /** What is wrong with files that cannot be planned, and warnings about files that are gone. */
  readonly diagnostics: readonly Diagnostic[];
}

/** Every finding, with its place: those of files without a plan first, then those of the plans. */
export function findings({ clusters, diagnostics }: PlannedChange): Diagnostic[] {
  return [...diagnostics, ...clusters.flatMap(placedFindings)];
}

/** As many as an annotation has room for; the summary has them all. */
const mostDetails = 5;

/** What a plan says of no line in particular is about its replicas. */
function placedFindings({ file, outcome }: PlannedCluster): Diagnostic[] {
  if ("trouble" in outcome) {
    const { message, remedy, details } = outcome.trouble;
    const problem = { code: "Q068", message: [message, ...details.slice(0, mostDetails)].join("; "), remedy } as const;
    return [diagnose(problem, file.source.positionOf([]))];
  }
  const position = file.source.positionOf(["spec", "controlPlane", "replicas"]);
  return outcome.plan.diagnostics.map((each) => ({ position, ...each }));
}

/** Whether somebody has to change something before this can be applied. */
export function isRefused(change: PlannedChange): boolean {
  return hasErrors(findings(change)) || change.clusters.some(({ outcome }) => "trouble" in outcome);
}

/** Whether applying would do anything. */
export function hasSteps({ outcome }: PlannedCluster): boolean {
  return "plan" in outcome && outcome.plan.steps.length > 0;
}
