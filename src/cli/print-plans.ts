import { renderJson } from "../report/json.ts";
import { renderMarkdown, renderMarkdownDiagnostics } from "../report/markdown.ts";
import { inlineText } from "../report/markdown-text.ts";
import { renderPlans } from "../report/plan-table.ts";
import { printable } from "../report/printable.ts";
import { renderTerminal } from "../report/terminal.ts";
import type { ClusterPlan, ClusterPlans } from "./plan-clusters.ts";
import { type Screen, tellDiagnostics } from "./screen.ts";

export type Format = "text" | "markdown" | "json";

/**
 * Prints plans to standard output. What is wrong with files that have no plan follows on standard error, in JSON also in
 * the document. Where there are several clusters, text and Markdown only name those whose files have not changed.
 */
export function printPlans(result: ClusterPlans, format: Format, screen: Screen): void {
  const { plans, diagnostics, files } = result;
  screen.print(texts[format](result, screen));
  tellDiagnostics(screen, diagnostics, files);
  const errors = diagnostics.filter(({ severity }) => severity === "error");
  const failed = new Set(errors.map(({ position }) => position?.file)).size;
  if (failed > 0 && plans.length > 0) {
    screen.tell(`${failed} of ${failed + plans.length} files could not be planned; see the errors above.\n`);
  }
}

const texts: Readonly<Record<Format, (result: ClusterPlans, screen: Screen) => string>> = { text, markdown, json };

function text({ plans, files }: ClusterPlans, { color, width }: Screen): string {
  const sources = new Map(files.map(({ file, text }) => [file, text]));
  const changed = shown(plans).map(({ plan }) => renderTerminal(plan, { color, width, sources }));
  if (plans.length < 2) return changed.join("\n");
  const table = renderPlans(
    plans.map(({ plan }) => plan),
    { color },
  );
  return [...changed, unchanged(plans, (line) => `${line}\n`), table].filter((part) => part !== "").join("\n");
}

function markdown({ plans, diagnostics }: ClusterPlans): string {
  const changed = shown(plans).map(({ plan }) => renderMarkdown(plan));
  const rest = unchanged(plans, (line) => `- ${inlineText(line)}\n`);
  return [...changed, rest, renderMarkdownDiagnostics(diagnostics)].filter((part) => part !== "").join("\n");
}

/** The plan itself where one file was named and has a plan, and a list of them otherwise. */
function json({ plans, diagnostics }: ClusterPlans): string {
  const [only, ...others] = plans.map(({ plan }) => plan);
  if (only !== undefined && others.length + diagnostics.length === 0) return renderJson(only);
  return renderJson(only === undefined ? [] : [only, ...others], diagnostics);
}

/** A single cluster is always shown. */
function shown(plans: readonly ClusterPlan[]): readonly ClusterPlan[] {
  return plans.length < 2 ? plans : plans.filter((each) => !each.unchanged);
}

function unchanged(plans: readonly ClusterPlan[], line: (text: string) => string): string {
  const hidden = plans.filter((each) => !shown(plans).includes(each));
  return hidden.map(({ file, plan }) => line(printable(`${plan.cluster}: unchanged (${file})`))).join("");
}
