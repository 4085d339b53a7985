import { diagnosticsOf, isBad, specOf } from "../../adapters/cluster-files.ts";
import { placedPlan } from "../../adapters/placed-plan.ts";
import { hasErrors } from "../../cluster/diagnostic.ts";
import { defaultBranch } from "../../github/origin.ts";
import { branchTip } from "../../github/pull-request.ts";
import type { ChangeRequest } from "../../plan/request.ts";
import { annotate, tell } from "../annotate.ts";
import { planDirectory } from "../directories.ts";
import { readBranch } from "../files/branch-files.ts";
import { InputError } from "../input-error.ts";
import { Live } from "../live.ts";
import { outputPlans, summarize } from "../outputs.ts";
import type { Ending, Run } from "../run.ts";
import { replaceSummary } from "../shown/replace-summary.ts";
import { applyCluster } from "./apply-cluster.ts";
import { showApplied, summarizeApplied } from "./show-applied.ts";

const summaryCharacters = 900_000;

/** Replaces one replica, as the form of `workflow_dispatch` asks for; by default only shows how it would be done. */
export async function replace(run: Run): Promise<Ending> {
  const { github, inputs } = run;
  for (const name of ["cluster", "replica"] as const) {
    if (inputs[name] === "") throw new InputError(`The input ${name} is empty`, "Say which replica of which cluster");
  }
  const commit = await branchTip(github, await defaultBranch(github));
  const [file] = await readBranch(run, commit);
  if (file === undefined) throw new InputError(`There is no cluster ${inputs.cluster}`, "Check the input cluster");
  if (isBad(file)) {
    annotate(diagnosticsOf([file]));
    return { failed: true, result: "refused" };
  }
  const request: ChangeRequest = { kind: "replace", replica: inputs.replica };
  const live = new Live(process.env, run);
  const cluster = { file, spec: specOf(file) };
  if (inputs.dryRun) return dryRun(run, live, cluster, request);
  const applied = await applyCluster(run, live, {
    ...cluster,
    request,
    commit,
    accept: (plan) => inputs.plan === "" || plan.digest === inputs.plan,
    onProgress: (steps) => summarizeApplied(run, [], { cluster, steps }),
  });
  const reviewed = inputs.plan === "" ? undefined : { digest: inputs.plan, steps: [] };
  return showApplied(run, [{ cluster, applied, reviewed, expected: true }], false);
}

async function dryRun(
  run: Run,
  live: Live,
  { file, spec }: { file: Parameters<typeof placedPlan>[0]; spec: ReturnType<typeof specOf> },
  request: ChangeRequest,
): Promise<Ending> {
  const looked = await live.verify(spec, run.signal, request);
  const outcome = "trouble" in looked ? looked : { plan: placedPlan(file, looked.plan) };
  const planned = { file, spec, before: spec, outcome };
  const refused = "trouble" in outcome || hasErrors(outcome.plan.diagnostics);
  const text = replaceSummary(planned, summaryCharacters);
  await outputPlans({ clusters: [planned], diagnostics: [] }, text, planDirectory(process.env));
  await summarize(text, text.slice(0, summaryCharacters / 2));
  if ("trouble" in outcome) tell(`${outcome.trouble.message}. ${outcome.trouble.remedy}`);
  else annotate(outcome.plan.diagnostics);
  return { failed: refused, result: refused ? "refused" : "changes" };
}
