import { hasErrors } from "../../cluster/diagnostic.ts";
import { inlineCode } from "../../report/markdown/markdown-text.ts";
import type { PlannedCluster } from "../planned.ts";
import { clusterSection } from "./cluster-section.ts";

/** What a dry run of replacing a replica says, in Markdown of about so many characters. */
export function replaceSummary(cluster: PlannedCluster, maxCharacters: number): string {
  const { outcome } = cluster;
  const refused = "trouble" in outcome || hasErrors(outcome.plan.diagnostics);
  const next = `This was a dry run. Start the form again with ${inlineCode("dry-run")} off to do it.`;
  return ["## Quorate replace", ...(refused ? [] : [next]), clusterSection(cluster, maxCharacters)].join("\n\n");
}
