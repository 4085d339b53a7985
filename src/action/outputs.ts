import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setOutput, summary } from "@actions/core";
import { renderJson } from "../report/json/json.ts";
import { hasSteps, type PlannedChange, type PlannedCluster } from "./planned.ts";
import type { Ending } from "./run.ts";

/** A step's summary holds a mebibyte. */
const mostSummaryBytes = 1024 * 1024;

/** One entry of the job matrix. */
export interface MatrixEntry {
  readonly cluster: string;
  readonly file: string;
  /** The plan's digest; empty where there is no plan. */
  readonly plan: string;
}

/** The clusters for a job matrix, `{"include":[…]}`. */
export function matrixOf(clusters: readonly PlannedCluster[]): { readonly include: readonly MatrixEntry[] } {
  return {
    include: clusters.map(({ spec, file, outcome }) => ({
      cluster: spec.name,
      file: file.file,
      plan: "plan" in outcome ? outcome.plan.digest : "",
    })),
  };
}

/** Sets the outputs that tell of plans, and writes the plans in full where a later step can upload them. */
export async function outputPlans(change: PlannedChange, markdown: string, directory: string): Promise<void> {
  const changed = change.clusters.filter(hasSteps);
  setOutput("changed", changed.length > 0);
  setOutput(
    "clusters",
    changed.map(({ spec }) => spec.name),
  );
  setOutput("matrix", matrixOf(changed));
  const plans = change.clusters.flatMap(({ outcome }) => ("plan" in outcome ? [outcome.plan] : []));
  await mkdir(directory, { recursive: true });
  const [json, text] = [join(directory, "plan.json"), join(directory, "plan.md")];
  await writeFile(json, renderJson(plans, change.diagnostics));
  await writeFile(text, markdown);
  setOutput("plan-json", json);
  setOutput("plan-markdown", text);
}

/** Writes the step's summary anew. Where the whole text is too long for GitHub, the shorter one is taken. */
export async function summarize(whole: string, shorter: string): Promise<void> {
  const text = Buffer.byteLength(whole) < mostSummaryBytes ? whole : shorter;
  summary.emptyBuffer();
  await summary.addRaw(text, true).write({ overwrite: true });
}

export function outputEnding({ result }: Ending): void {
  setOutput("result", result);
}
