import { ClusterAccess } from "../../adapters/cluster-access.ts";
import {
  type ClusterFile,
  diagnosticsOf,
  isBad,
  isValid,
  readClusterFile,
  readClusterFiles,
  specOf,
} from "../../adapters/cluster-files.ts";
import { placedPlan } from "../../adapters/placed-plan.ts";
import type { Diagnostic } from "../../cluster/diagnostic.ts";
import { diagnose } from "../../cluster/problem.ts";
import { isTold } from "../../cluster/user-error.ts";
import type { Plan } from "../../plan/plan.ts";
import { compareSpecs } from "../../propose/compare-specs.ts";
import { propose } from "../../propose/propose.ts";
import { observeStored } from "../../workflow/observe-live.ts";

/** The plan of one cluster, and the file that it is of. */
export interface ClusterPlan {
  readonly file: string;
  readonly plan: Plan;
  /** Whether the file is byte for byte what it is compared with. */
  readonly unchanged: boolean;
}

/** What comes of planning some clusters. A file that cannot be planned keeps no other from its plan. */
export interface ClusterPlans {
  /**
   * The plans in the order of their files, each made when it is asked for, so that a thousand are never held at once;
   * or what is wrong with a file that turns out to have none. To be read once.
   */
  readonly plans: AsyncIterable<ClusterPlan | Diagnostic>;
  /** What is wrong with files that certainly have no plan. */
  readonly diagnostics: readonly Diagnostic[];
  /** All that was read, for showing where diagnostics point to. */
  readonly files: readonly ClusterFile[];
}

/** Plans from Terraform's state as it is stored. */
export async function planFromState(paths: readonly string[]): Promise<ClusterPlans> {
  const files = await readClusterFiles(paths);
  return { plans: fromStates(files.filter(isValid)), diagnostics: diagnosticsOf(files.filter(isBad)), files };
}

/** Plans from what another file asks for. With errors in that one there is nothing to plan from. */
export async function planFromFile(paths: readonly string[], from: string): Promise<ClusterPlans> {
  const files = await readClusterFiles(paths);
  if (files.length === 0) return { plans: inTurn([], (none: never) => none), diagnostics: [], files };
  const base = await readClusterFile(from);
  return {
    plans: inTurn(isBad(base) ? [] : files.filter(isValid), (file) =>
      planOf(file, compareSpecs(specOf(base), specOf(file))),
    ),
    diagnostics: diagnosticsOf([...files.filter(isBad), ...(isBad(base) ? [base] : [])]),
    files: [...files, base],
  };
}

/** Makes one after another, each when it is asked for. */
export async function* inTurn<T, U>(items: readonly T[], make: (item: T) => U): AsyncGenerator<U> {
  for (const item of items) yield make(item);
}

/** A cluster's plan, with its findings in their places. */
export function planOf(file: ClusterFile, plan: Plan, unchanged = false): ClusterPlan {
  return { file: file.file, plan: placedPlan(file, plan), unchanged };
}

/** States that are read at a time. */
const atOnce = 16;

async function* fromStates(files: readonly ClusterFile[]): AsyncGenerator<ClusterPlan | Diagnostic> {
  const access = new ClusterAccess(process.env, process.cwd());
  for (let at = 0; at < files.length; at += atOnce) {
    const some = await Promise.all(files.slice(at, at + atOnce).map((file) => observed(file, access)));
    for (const make of some) yield make();
  }
}

/** Reads a cluster's state, and returns what makes the plan from it. */
async function observed(file: ClusterFile, access: ClusterAccess): Promise<() => ClusterPlan | Diagnostic> {
  const spec = specOf(file);
  try {
    const topology = await observeStored(access.storage(spec));
    return () => planOf(file, propose({ spec, observed: topology, basis: "state" }));
  } catch (error) {
    if (!isTold(error)) throw error;
    const message = [error.message, ...(error.details ?? [])].join("\n");
    const where = file.source.positionOf(["spec", "terraform", "backend"]);
    return () => diagnose({ code: "Q068", message, remedy: error.remedy }, where);
  }
}
