import { setOutput } from "@actions/core";
import { diagnosticsOf, isBad, specOf } from "../../adapters/cluster-files.ts";
import { printable } from "../../cluster/printable.ts";
import { closeIssue, keepIssue } from "../../github/issue.ts";
import { defaultBranch } from "../../github/origin.ts";
import { branchTip } from "../../github/pull-request.ts";
import { inlineText } from "../../report/markdown/markdown-text.ts";
import { annotate, log, tell } from "../annotate.ts";
import { readBranch } from "../files/branch-files.ts";
import { formUrl } from "../form-url.ts";
import { Live } from "../live.ts";
import { summarize } from "../outputs.ts";
import type { Ending, Run } from "../run.ts";
import { type Condition, conditionOf, conditionPhrase, isWell, markerOf } from "../shown/condition.ts";
import { conditionReport } from "../shown/condition-report.ts";

const label = "quorate";

/**
 * Looks at each cluster of the default branch and keeps an issue for each that is not well: opened, updated and closed by
 * itself. Writes nothing to any cluster or state.
 */
export async function drift(run: Run): Promise<Ending> {
  const { github } = run;
  const files = await readBranch(run, await branchTip(github, await defaultBranch(github)));
  annotate(diagnosticsOf(files.filter(isBad)));
  const live = new Live(process.env, run);
  const parts: string[] = [];
  const unwell: string[] = [];
  for (const file of files.filter((each) => !isBad(each))) {
    const spec = specOf(file);
    const condition = conditionOf(spec, await live.verify(spec, run.signal));
    if (run.signal.aborted) break;
    if (!isWell(condition)) unwell.push(spec.name);
    parts.push(`### ${inlineText(spec.name)}: ${inlineText(conditionPhrase(condition))}`);
    parts.push(conditionReport(spec.name, condition, formUrl(run, process.env)));
    await keep(run, spec, condition);
  }
  const text = ["## Quorate drift and health", ...parts].join("\n\n");
  await summarize(text, text.slice(0, 500_000));
  setOutput("changed", unwell.length > 0);
  setOutput("clusters", unwell);
  const failed = files.some(isBad);
  return { failed, result: failed ? "refused" : unwell.length > 0 ? "changes" : "no-changes" };
}

async function keep(run: Run, spec: ReturnType<typeof specOf>, condition: Condition): Promise<void> {
  const { github, inputs, url } = run;
  const common = { marker: markerOf(spec), label, author: inputs.commentAuthor };
  if (isWell(condition)) {
    const reason = `${inlineText(spec.name)} is as its file asks for again, and every replica is healthy. See [the run](${url}).`;
    const closed = await closeIssue(github, { ...common, reason });
    log(`${spec.name}: is well${closed === undefined ? "" : `; closed ${closed}`}`);
    return;
  }
  const { change, url: issue } = await keepIssue(github, {
    ...common,
    title: printable(`${spec.name}: ${conditionPhrase(condition)}`).slice(0, 200),
    body: conditionReport(spec.name, condition, formUrl(run, process.env)),
  });
  tell(`${spec.name}: ${conditionPhrase(condition)}; ${change} ${issue}`);
}
