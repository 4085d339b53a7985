import { hasErrors } from "../../cluster/diagnostic.ts";
import { clip } from "../../cluster/printable.ts";
import type { Plan } from "../../plan/plan.ts";
import { inlineCode, inlineText } from "../../report/markdown/markdown-text.ts";
import { etcdPhrase } from "../../report/phrase/etcd-phrase.ts";
import { planPhrase, worstInterruption } from "../../report/phrase/plan-phrase.ts";
import type { PlannedCluster } from "../planned.ts";

/** An overview of several clusters, one row each, at most so many of them; a file is told only where it is not named as its cluster. */
export function clusterTable(clusters: readonly PlannedCluster[], rows: number): string {
  const shown = clusters.slice(0, rows);
  const rest = clusters.length > rows ? [`| and ${clusters.length - rows} more | | | |`] : [];
  return ["| Cluster | Change | etcd afterwards | Endpoint |", "|---|---|---|---|", ...shown.map(row), ...rest].join(
    "\n",
  );
}

function row({ spec, file, outcome }: PlannedCluster): string {
  const isNamedAlike = /([^/]*)\.ya?ml$/.exec(file.file)?.[1] === spec.name;
  const name = isNamedAlike ? inlineText(spec.name) : `${inlineText(spec.name)} ${inlineCode(clip(file.file, 60))}`;
  if ("trouble" in outcome) return `| ${name} | ❌ not planned: ${inlineText(clip(outcome.trouble.message, 80))} | | |`;
  const { plan } = outcome;
  if (hasErrors(plan.diagnostics)) return `| ${name} | ❌ ${inlineText(planPhrase(plan))} | | |`;
  const endpoint = { none: "", brief: "⚠️ brief interruption", outage: "⛔ outage" };
  const effect = plan.steps.length === 0 ? "" : endpoint[worstInterruption(plan.steps)];
  return `| ${name} | ${inlineText(planPhrase(plan))} | ${verdictCell(plan.verdict)} | ${effect} |`;
}

function verdictCell(verdict: Plan["verdict"]): string {
  return verdict === null ? "no etcd" : etcdPhrase({ ...verdict, healthy: null });
}
