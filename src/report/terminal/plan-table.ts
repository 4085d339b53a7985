import { hasErrors } from "../../cluster/diagnostic.ts";
import { printable } from "../../cluster/printable.ts";
import type { Plan } from "../../plan/plan.ts";
import { type Palette, palette } from "../palette.ts";
import { counted, countPhrase } from "../phrase/count-phrase.ts";
import { etcdEnds, interruptionPhrase, planPhrase, worstInterruption } from "../phrase/plan-phrase.ts";

const HEADINGS = ["Cluster", "Plan", "Voters", "Tolerates", "Endpoint", "Add", "Change", "Destroy"];

/** A table of several plans, one line each in the given order, and their totals. Ends with a line end. */
export function renderPlans(plans: readonly Plan[], options: { readonly color: boolean }): string {
  const paint = palette(options.color);
  const rows = plans.map(cells);
  const widths = HEADINGS.map((heading, at) => Math.max(heading.length, ...rows.map((row) => (row[at] ?? "").length)));
  const line = (row: readonly string[]) =>
    row
      .map((cell, at) => cell.padEnd(widths[at] ?? 0))
      .join("  ")
      .trimEnd();
  const body = plans.map((plan, at) => tint(plan, paint)(line(rows[at] ?? [])));
  return `${[paint.bold(line(HEADINGS)), ...body].join("\n")}\n\n${totals(plans, paint)}\n`;
}

function cells(plan: Plan): readonly string[] {
  const before = etcdEnds(plan).before ?? plan.verdict;
  const { add, change, destroy } = plan.summary;
  return [
    plan.cluster,
    planPhrase(plan),
    ends(before?.voters, plan.verdict?.voters),
    ends(before?.tolerates, plan.verdict?.tolerates),
    plan.steps.length === 0 ? "" : interruptionPhrase({ interruption: worstInterruption(plan.steps), reason: "" }),
    ...[add, change, destroy].map(String),
  ].map(printable);
}

function ends(before: number | undefined, after: number | undefined): string {
  if (before === undefined && after === undefined) return "";
  return before === after ? String(after) : `${before ?? 0} → ${after ?? 0}`;
}

function totals(plans: readonly Plan[], paint: Palette): string {
  const sum = (key: "add" | "change" | "destroy") => plans.reduce((total, plan) => total + plan.summary[key], 0);
  const refused = plans.filter((plan) => hasErrors(plan.diagnostics)).length;
  const counts = countPhrase({ add: sum("add"), change: sum("change"), destroy: sum("destroy") });
  const words = `${paint.bold("Plan:")} ${counts}, in ${counted(plans.length, "cluster")}`;
  return refused === 0 ? `${words}.` : `${words}; ${paint.red(`${refused} refused`)}.`;
}

function tint(plan: Plan, paint: Palette): (text: string) => string {
  if (hasErrors(plan.diagnostics)) return paint.red;
  return plan.steps.length === 0 ? paint.dim : (text) => text;
}
