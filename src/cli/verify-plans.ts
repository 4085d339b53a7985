import { join } from "node:path";
import { type ClusterFile, diagnosticsOf, readClusterFiles, specOf } from "../adapters/cluster-files.ts";
import { liveCloud } from "../adapters/live-cloud.ts";
import { storageOf } from "../adapters/storage.ts";
import { systemClock } from "../adapters/system.ts";
import type { Diagnostic } from "../cluster/diagnostic.ts";
import { diagnose } from "../cluster/problem.ts";
import { statePrefix } from "../constructs/synth.ts";
import { googleClient } from "../google/client.ts";
import { endpoints } from "../google/endpoints.ts";
import { findTerraform, type TerraformBinary } from "../terraform/binary.ts";
import { Terraform } from "../terraform/terraform.ts";
import { isTold } from "../workflow/told.ts";
import { verify } from "../workflow/verify.ts";
import { type ClusterPlan, type ClusterPlans, planOf } from "./plan-clusters.ts";
import type { Screen } from "./screen.ts";
import { stopOnSignals } from "./stop.ts";

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
  try {
    for (const file of files) yield await verifyOne(file, binary, stop);
  } finally {
    stop.dispose();
  }
}

async function verifyOne(
  file: ClusterFile,
  binary: TerraformBinary,
  { gently, atOnce }: ReturnType<typeof stopOnSignals>,
): Promise<ClusterPlan | Diagnostic> {
  const spec = specOf(file);
  const client = googleClient(process.env);
  const where = endpoints(process.env);
  try {
    const { plan } = await verify({
      spec,
      storage: storageOf(spec, process.cwd(), client, where),
      cloud: liveCloud(spec.project, client, where),
      clock: systemClock,
      terraform: (directory, signal) => new Terraform({ binary, directory, signal, kill: atOnce }),
      directory: join(process.cwd(), ".quorate", "verify", statePrefix(spec)),
      signal: gently,
    });
    return planOf(file, plan);
  } catch (error) {
    if (!isTold(error)) throw error;
    const message = [error.message.replace(/\.$/, ""), ...(error.details ?? [])].join("\n");
    return diagnose({ code: "Q068", message, remedy: error.remedy }, file.source.positionOf([]));
  }
}
