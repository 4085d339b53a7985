import type { PlannedCluster } from "../../src/action/planned.ts";
import { applySection } from "../../src/action/shown/apply-section.ts";
import { pullComment } from "../../src/action/shown/pull-comment.ts";
import { replaceSummary } from "../../src/action/shown/replace-summary.ts";
import { clusterFile, specOf } from "../../src/adapters/cluster-files.ts";
import { placedPlan } from "../../src/adapters/placed-plan.ts";
import { newClusterFile } from "../../src/cluster/edit/new-cluster-file.ts";
import { desiredControlPlane } from "../../src/constructs/desired.ts";
import { recordedSteps } from "../../src/plan/reviewed.ts";
import { compareSpecs } from "../../src/propose/compare-specs.ts";
import { propose } from "../../src/propose/propose.ts";

/** A picture of what the action writes. */
export interface Picture {
  readonly name: string;
  readonly markdown: string;
  /** Folded parts that are shown unfolded. */
  readonly unfolded?: number;
  /** Where the picture ends, in pixels of the page; all of it without. */
  readonly mostPixels?: number;
}

const region = "europe-west1";
const context = {
  head: "5f2c1d7be0a94c63b8c3f7be1b6f2a4d9c8e7f60",
  baseBranch: "main",
  runUrl: "https://github.com/acme/clusters/actions/runs/7",
};

/** Every kind of comment, made by the planner from cluster files. */
export function pictures(): Picture[] {
  return [
    { name: "create", markdown: comment(change("prod", "", "bcd")) },
    { name: "promote", markdown: comment(change("prod", "b", "bcd")) },
    { name: "add", markdown: comment(change("prod", "bcd", "bcdbc")) },
    { name: "add-unfolded", markdown: comment(change("prod", "bcd", "bcdbc")), unfolded: 2, mostPixels: 1800 },
    { name: "remove", markdown: comment(change("prod", "bcd", "b")) },
    { name: "replace", markdown: replaceSummary(replacement("prod", "bcd", "prod-c"), 900_000) },
    { name: "nothing-to-do", markdown: comment(change("prod", "bcd", "bcd")) },
    { name: "refused", markdown: comment(change("prod", "bcd", "bcd", "asia-east1")) },
    { name: "not-reviewed", markdown: notReviewed("prod", "b", "bcdbc", "bcd") },
    { name: "forty-clusters", markdown: comment(...fleet(40)), mostPixels: 1400 },
  ];
}

function comment(...clusters: readonly PlannedCluster[]): string {
  return pullComment({ clusters, diagnostics: [] }, context, 65_000);
}

/** A cluster that gets replicas in these zones, given by their letters, instead of those; none: a new cluster. */
function change(name: string, from: string, to: string, newRegion = region): PlannedCluster {
  const file = clusterFile(`clusters/${name}.yaml`, text(name, to, newRegion));
  const before = from === "" ? null : specOf(clusterFile(file.file, text(name, from, region)));
  const spec = specOf(file);
  return { file, spec, before, outcome: { plan: placedPlan(file, compareSpecs(before, spec)) } };
}

function replacement(name: string, zones: string, replica: string): PlannedCluster {
  const planned = change(name, zones, zones);
  const { file, spec } = planned;
  const observed = desiredControlPlane(spec);
  const plan = propose({ spec, observed, basis: "state", request: { kind: "replace", replica } });
  return { ...planned, outcome: { plan: placedPlan(file, plan) } };
}

/** What an apply says whose plan is from other zones than the reviewed one. */
function notReviewed(name: string, reviewed: string, from: string, to: string): string {
  const planOf = (change: PlannedCluster) => {
    if ("trouble" in change.outcome) throw new Error(change.outcome.trouble.message);
    return change.outcome.plan;
  };
  const cluster = change(name, from, to);
  const then = planOf(change(name, reviewed, to));
  const applied = { kind: "not-reviewed", plan: planOf(cluster) } as const;
  const outcome = { cluster, applied, reviewed: { digest: then.digest, steps: recordedSteps(then) }, expected: true };
  const formUrl = "https://github.com/acme/clusters/actions/workflows/quorate.yml";
  return applySection(outcome, { formUrl, maxCharacters: 60_000 });
}

function fleet(count: number): PlannedCluster[] {
  const changes: readonly [string, string][] = [
    ["b", "bcd"],
    ["bcd", "bcdbc"],
    ["bcd", "b"],
    ["", "bcd"],
    ["bcd", "bcd"],
  ];
  return Array.from({ length: count }, (_, at) => {
    const [from, to] = changes[at % changes.length] ?? ["", "b"];
    return change(`shop-${String(at + 1).padStart(2, "0")}`, from, to);
  });
}

function text(name: string, letters: string, inRegion: string): string {
  const zones = [...letters].map((letter) => `${inRegion}-${letter}`);
  const cluster = { name, project: "acme-prod", region: inRegion, zones, bucket: "acme-quorate" };
  return newClusterFile({ ...cluster, allowedCidrs: ["203.0.113.0/24"] }, "../schema/cluster.schema.json");
}
