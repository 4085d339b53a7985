import type { ClusterSpec } from "../../cluster/cluster-spec.ts";
import type { Reviewed } from "../../plan/reviewed.ts";
import { reviewDifference } from "../../plan/reviewed.ts";
import { fenced, inlineCode, inlineText } from "../../report/markdown/markdown-text.ts";
import { planPhrase } from "../../report/phrase/plan-phrase.ts";
import type { Applied } from "../intents/apply-cluster.ts";
import type { PlannedCluster } from "../planned.ts";
import { clusterSection, troubleSection } from "./cluster-section.ts";
import { codeList } from "./progress.ts";

export interface Outcome {
  readonly cluster: Pick<PlannedCluster, "file" | "spec">;
  readonly applied: Applied;
  /** What was reviewed; undefined where nothing was. */
  readonly reviewed: Reviewed | undefined;
  /** Whether the run was started for this cluster; of others it is only told that they wait for something. */
  readonly expected: boolean;
}

export interface SectionContext {
  /** The form that starts this workflow by hand; undefined where the workflow has none. */
  readonly formUrl: string | undefined;
  readonly maxCharacters: number;
}

const mostDetails = 30;

/** What came of applying one cluster, for the summary and for the pull request. */
export function applySection({ cluster, applied, reviewed }: Outcome, context: SectionContext): string {
  const { name } = cluster.spec;
  switch (applied.kind) {
    case "applied":
      return [
        `### ✅ ${inlineText(name)}: applied (${inlineText(planPhrase(applied.plan))})`,
        applied.steps,
        `<sub>Plan ${inlineCode(applied.plan.digest)}.</sub>`,
      ].join("\n\n");
    case "nothing":
      return `### ${inlineText(name)}: nothing to do`;
    case "failed":
      return failed(name, applied, context.maxCharacters);
    case "refused":
      return planSection(cluster, applied.plan, context.maxCharacters);
    case "not-started":
      return `### ❌ ${inlineText(name)}: not applied\n\n${inlineText(applied.reason)} Nothing was touched, and Terraform was not started.`;
    case "not-reviewed": {
      const head = [
        `### ❌ ${inlineText(name)}: not applied, because this is not the plan that was reviewed`,
        "The plan has changed since it was reviewed. Nothing was touched. What was reviewed, against what would happen now:",
        fenced("diff", reviewDifference(applied.plan, reviewed)),
        howToApply(cluster.spec, applied.plan.digest, context.formUrl),
        "",
      ].join("\n\n");
      return head + planSection(cluster, applied.plan, context.maxCharacters - head.length);
    }
  }
}

function failed(name: string, { trouble, steps }: Applied & { kind: "failed" }, maxCharacters: number): string {
  if (steps === "") return troubleSection(name, trouble, maxCharacters);
  const { message, remedy, details } = trouble;
  return [
    `### ❌ ${inlineText(name)}: stopped before its end`,
    `> [!CAUTION]\n> ${inlineText(message)}.\n> ${inlineText(remedy)}.`,
    steps,
    ...(details.length === 0 ? [] : [codeList(details, mostDetails)]),
    "Run the job again: it goes on from here.",
  ].join("\n\n");
}

function planSection(cluster: Outcome["cluster"], plan: Parameters<typeof planPhrase>[0], room: number): string {
  return clusterSection({ ...cluster, before: null, outcome: { plan } }, room).trimEnd();
}

function howToApply({ name }: ClusterSpec, digest: string, formUrl: string | undefined): string {
  const form = formUrl === undefined ? "the workflow's form" : `[the workflow's form](${formUrl})`;
  return `If the plan below is right, apply it with ${form}: command ${inlineCode("apply")}, cluster ${inlineCode(name)}, plan ${inlineCode(digest)}.`;
}
