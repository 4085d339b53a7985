import { type ClusterFile, diagnosticsOf, isBad, specOf } from "../../adapters/cluster-files.ts";
import { appOf, readReviewed } from "../../github/check-run.ts";
import { defaultBranch, type Origin, originOf } from "../../github/origin.ts";
import { branchTip } from "../../github/pull-request.ts";
import { isReviewed, type Reviewed } from "../../plan/reviewed.ts";
import { propose } from "../../propose/propose.ts";
import { observeStored } from "../../workflow/observe-live.ts";
import { annotate, log } from "../annotate.ts";
import { readBranch } from "../files/branch-files.ts";
import { CommittedFiles } from "../files/committed-files.ts";
import { InputError } from "../input-error.ts";
import { Live, troubleOf } from "../live.ts";
import type { Ending, Run } from "../run.ts";
import type { Outcome } from "../shown/apply-section.ts";
import { applyCluster } from "./apply-cluster.ts";
import { showApplied, summarizeApplied } from "./show-applied.ts";

/**
 * Brings the clusters to what the default branch asks for now, whatever push has started the run: one that was dropped or
 * is run again loses and undoes nothing. Each cluster is applied only if its plan was reviewed in the pull request that
 * changed its file last, or is the one that the input `plan` names.
 */
export async function applyBranch(run: Run): Promise<Ending> {
  const { github, inputs, event } = run;
  if (inputs.plan !== "" && inputs.cluster === "") {
    throw new InputError("The input plan is set, but not the cluster that it is of", "Set the input cluster, too");
  }
  const branch = event.kind === "push" ? event.defaultBranch : await defaultBranch(github);
  const commit = await branchTip(github, branch);
  const files = await readBranch(run, commit);
  annotate(diagnosticsOf(files.filter(isBad)));
  const live = new Live(process.env, run);
  const unexpected = await untouched(run, commit);
  const outcomes: (Outcome & { origin: Origin | undefined })[] = [];
  for (const file of files.filter((each) => !isBad(each))) {
    if (!(await isPending(file, live))) continue;
    const origin = await originOf(github, { branch, commit, path: file.file });
    const reviewed = await reviewOf(run, file, origin);
    const expected = !unexpected.has(file.file);
    outcomes.push({ ...(await applyOne(run, live, { file, commit, reviewed }, outcomes)), origin, expected });
    if (run.signal.aborted) break;
  }
  return showApplied(run, outcomes, files.some(isBad));
}

async function applyOne(
  run: Run,
  live: Live,
  { file, commit, reviewed }: { file: ClusterFile; commit: string; reviewed: Reviewed | undefined },
  before: readonly Outcome[],
): Promise<Omit<Outcome, "expected">> {
  const cluster = { file, spec: specOf(file) };
  if (reviewed === undefined) return { cluster, applied: { kind: "not-started", reason: notRecorded }, reviewed };
  const applied = await applyCluster(run, live, {
    spec: cluster.spec,
    commit,
    accept: (plan) => isReviewed(plan, reviewed),
    onProgress: (steps) => summarizeApplied(run, before, { cluster, steps }),
  });
  return { cluster, applied, reviewed };
}

const notRecorded =
  "Nobody has reviewed a verified plan of this change. Start the workflow with the command plan, and where its plan is right, with apply, the cluster's name and the plan's digest.";

/**
 * The files that the push which has started this run left alone. What their clusters still wait for, such as the settings
 * of a newer Quorate, fails no run that is about others.
 */
async function untouched({ github, inputs, event }: Run, commit: string): Promise<ReadonlySet<string>> {
  if (event.kind !== "push" || event.before === undefined || inputs.cluster !== "") return new Set();
  const files = new CommittedFiles(github, inputs.files);
  const [now, before] = await Promise.all([files.list(commit), files.list(event.before).catch(() => undefined)]);
  const same = [...now.clusters.values()].filter(({ path, sha }) => before?.clusters.get(path)?.sha === sha);
  return new Set(same.map(({ path }) => path));
}

/** Whether there is anything to do, going by the state as it is stored; what cannot be read is found out by applying. */
async function isPending(file: ClusterFile, live: Live): Promise<boolean> {
  const spec = specOf(file);
  try {
    const plan = propose({ spec, observed: await observeStored(live.storage(spec)), basis: "state" });
    if (plan.steps.length > 0 || plan.diagnostics.some(({ severity }) => severity === "error")) return true;
    log(`${spec.name}: nothing to do`);
    return false;
  } catch (error) {
    troubleOf(error);
    return true;
  }
}

async function reviewOf(
  { github, inputs }: Run,
  file: ClusterFile,
  origin: Origin | undefined,
): Promise<Reviewed | undefined> {
  if (inputs.plan !== "") return { digest: inputs.plan, steps: [] };
  if (origin === undefined) return undefined;
  const { project, name } = specOf(file);
  return readReviewed(github, origin.head, `${project}/${name}`, appOf(inputs.commentAuthor));
}
