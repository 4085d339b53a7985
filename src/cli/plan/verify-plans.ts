import {
  type ClusterFile,
  diagnosticsOf,
  isBad,
  isValid,
  readClusterFiles,
  specOf,
} from "../../adapters/cluster-files.ts";
import type { TerraformRuns } from "../../adapters/terraform-runs.ts";
import type { Diagnostic } from "../../cluster/diagnostic.ts";
import { diagnose } from "../../cluster/problem.ts";
import { isTold } from "../../cluster/user-error.ts";
import { findTerraform, type TerraformBinary } from "../../terraform/binary.ts";
import type { Screen } from "../screen.ts";
import { stopOnSignals } from "../stop.ts";
import { terraformRuns } from "../terraform-runs.ts";
import { type ClusterPlan, type ClusterPlans, planOf } from "./plan-clusters.ts";

/** Verified plans: on refreshed state and live health, with Terraform's own plan of each first step. Changes nothing. */
export async function verifyPlans(paths: readonly string[], screen: Screen): Promise<ClusterPlans> {
  const files = await readClusterFiles(paths);
  const binary = await findTerraform();
  return {
    plans: verifyInTurn(files.filter(isValid), binary, screen),
    diagnostics: diagnosticsOf(files.filter(isBad)),
    files,
  };
}

async function* verifyInTurn(files: readonly ClusterFile[], binary: TerraformBinary, screen: Screen) {
  const stop = stopOnSignals(screen);
  const runs = terraformRuns(binary, stop);
  try {
    for (const file of files) yield await verifyOne(file, runs, stop.gently);
  } finally {
    stop.dispose();
  }
}

async function verifyOne(
  file: ClusterFile,
  runs: TerraformRuns,
  signal: AbortSignal,
): Promise<ClusterPlan | Diagnostic> {
  try {
    const { plan } = await runs.verify({ spec: specOf(file), signal });
    return planOf(file, plan);
  } catch (error) {
    if (!isTold(error)) throw error;
    const message = [error.message.replace(/\.$/, ""), ...(error.details ?? [])].join("\n");
    return diagnose({ code: "Q068", message, remedy: error.remedy }, file.source.positionOf([]));
  }
}
