import {
  type ClusterFile,
  diagnosticsOf,
  readClusterFile,
  readClusterFiles,
  specOf,
} from "../adapters/cluster-files.ts";
import { storageOf } from "../adapters/storage.ts";
import type { Plan } from "../change/plan.ts";
import type { ClusterSpec } from "../cluster/cluster-spec.ts";
import { type Diagnostic, hasErrors } from "../cluster/diagnostic.ts";
import { diagnose } from "../cluster/problem.ts";
import { googleClient } from "../google/client.ts";
import { endpoints } from "../google/endpoints.ts";
import { compareSpecs } from "../workflow/compare-specs.ts";
import { observeStored } from "../workflow/observe-live.ts";
import { placeDiagnostics } from "../workflow/place-diagnostics.ts";
import { propose } from "../workflow/propose.ts";
import { isTold } from "./exit.ts";

/** The plan of one cluster, and the file that it is of. */
export interface ClusterPlan {
  readonly file: string;
  readonly plan: Plan;
  /** Whether the file is byte for byte what it is compared with. */
  readonly unchanged: boolean;
}

/** What came of planning some clusters. A file that cannot be planned keeps no other from its plan. */
export interface ClusterPlans {
  readonly plans: readonly ClusterPlan[];
  /** What is wrong with files that have no plan. */
  readonly diagnostics: readonly Diagnostic[];
  /** All that was read, for showing where diagnostics point to. */
  readonly files: readonly ClusterFile[];
}

/** Plans from Terraform's state as it is stored. */
export async function planFromState(paths: readonly string[]): Promise<ClusterPlans> {
  const files = await readClusterFiles(paths);
  const planned = await Promise.all(files.filter(isValid).map(fromState));
  return {
    plans: planned.flatMap((each) => ("plan" in each ? [each] : [])),
    diagnostics: [...diagnosticsOf(files.filter(isBad)), ...planned.flatMap((each) => ("plan" in each ? [] : [each]))],
    files,
  };
}

/** Plans from what another file asks for. With errors in that one there is nothing to plan from. */
export async function planFromFile(paths: readonly string[], from: string): Promise<ClusterPlans> {
  const files = await readClusterFiles(paths);
  if (files.length === 0) return { plans: [], diagnostics: [], files };
  const base = await readClusterFile(from);
  const plans = isBad(base)
    ? []
    : files.filter(isValid).map((file) => planOf(file, compareSpecs(specOf(base), specOf(file))));
  return {
    plans,
    diagnostics: diagnosticsOf([...files.filter(isBad), ...(isBad(base) ? [base] : [])]),
    files: [...files, base],
  };
}

/** A cluster's plan with the findings of its file, and the places in that file which the plan's own are about. */
export function planOf(file: ClusterFile, plan: Plan, unchanged = false): ClusterPlan {
  const placed = placeDiagnostics(plan, file.source);
  return { file: file.file, plan: { ...placed, diagnostics: [...file.diagnostics, ...placed.diagnostics] }, unchanged };
}

export function isBad({ diagnostics }: ClusterFile): boolean {
  return hasErrors(diagnostics);
}

export function isValid(file: ClusterFile): boolean {
  return !isBad(file);
}

async function fromState(file: ClusterFile): Promise<ClusterPlan | Diagnostic> {
  const spec = specOf(file);
  try {
    return planOf(file, propose({ spec, observed: await observed(spec), basis: "state" }));
  } catch (error) {
    if (!isTold(error)) throw error;
    const message = [error.message, ...(error.details ?? [])].join("\n");
    const where = file.source.positionOf(["spec", "terraform", "backend"]);
    return diagnose({ code: "Q068", message, remedy: error.remedy }, where);
  }
}

async function observed(spec: ClusterSpec) {
  return observeStored(storageOf(spec, process.cwd(), googleClient(process.env), endpoints(process.env)));
}
