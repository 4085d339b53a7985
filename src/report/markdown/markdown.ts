import { type Diagnostic, hasErrors } from "../../cluster/diagnostic.ts";
import type { Plan } from "../../plan/plan.ts";
import { counted, countPhrase } from "../phrase/count-phrase.ts";
import { quorumPhrase, zoneLossPhrase } from "../phrase/etcd-phrase.ts";
import {
  basisPhrase,
  endpointPhrases,
  etcdEnds,
  NO_CHANGES,
  planPhrase,
  replacedNames,
  worstInterruption,
} from "../phrase/plan-phrase.ts";
import { fitSections, type Section } from "./budget.ts";
import { stepTable, stepVariants } from "./markdown-step.ts";
import { fenced, inlineCode, inlineText } from "./markdown-text.ts";
import { mermaidLines } from "./mermaid.ts";

export interface MarkdownOptions {
  /** The whole text is not longer, in UTF-16 units; 65,536 without it, as much as a comment on GitHub holds. */
  readonly maxCharacters?: number;
  /** Whether to say so where details are left out; true without it. */
  readonly note?: boolean;
}

const MAX_COMMENT = 65_536;
/** Endpoint effects that the verdict lists one by one. */
const MAX_NOTICES = 3;
const SHORTENED =
  "> Some details are left out, because a comment has no room for them. `quorate plan` shows the whole plan.";

/**
 * A plan as a comment on a pull request: the verdict, diagnostics, a table of the steps, a diagram, then the steps
 * folded. Where room is short, differences go first, then lists of resources, the diagram and the table; the verdict
 * always stands, and fits into 4,000 characters.
 */
export function renderMarkdown(plan: Plan, options: MarkdownOptions = {}): string {
  const limit = options.maxCharacters ?? MAX_COMMENT;
  const whole = sectionsOf(plan);
  const { text, shortened } = fitSections(whole, limit - 1);
  if (!shortened || options.note === false) return `${text}\n`;
  const note: Section = { priority: 0, variants: [SHORTENED] };
  return `${fitSections([...whole.slice(0, 1), note, ...whole.slice(1)], limit - 1).text}\n`;
}

/** Findings about files that have no plan, as a list; empty without any. As long as a comment holds at most. */
export function renderMarkdownDiagnostics(diagnostics: readonly Diagnostic[]): string {
  if (diagnostics.length === 0) return "";
  return `${fitSections([diagnosticSection(diagnostics)], MAX_COMMENT - 1).text}\n`;
}

function sectionsOf(plan: Plan): readonly Section[] {
  const verdict: Section = { priority: 0, required: true, variants: [verdictText(plan)] };
  const diagnostics = plan.diagnostics.length === 0 ? [] : [diagnosticSection(plan.diagnostics)];
  if (plan.steps.length === 0) return [verdict, ...diagnostics];
  const count = plan.steps.length;
  const picture = mermaidLines(plan.from, plan.to, new Set(replacedNames(plan.steps)));
  return [
    verdict,
    ...diagnostics,
    { priority: 2, variants: [count, 20, 5].map((rows) => stepTable(plan.steps, rows)) },
    { priority: 3, variants: [fenced("mermaid", picture)] },
    ...plan.steps.map((step): Section => ({ priority: 4, set: "steps", variants: stepVariants(step) })),
  ];
}

function verdictText(plan: Plan): string {
  const title = `### ${inlineText(plan.cluster)}: ${inlineText(planPhrase(plan))}`;
  const refused = hasErrors(plan.diagnostics);
  const facts = refused ? ["No step was planned, so nothing can be applied."] : verdictFacts(plan);
  const foot = `<sub>Plan ${inlineCode(plan.digest)}, ${basisPhrase(plan.basis)}.</sub>`;
  const alert = `> [!${alertKind(plan)}]\n${facts.map((fact) => `> ${fact}`.trimEnd()).join("\n")}`;
  return [title, alert, ...(refused ? [] : [foot])].join("\n\n");
}

function verdictFacts(plan: Plan): readonly string[] {
  const after = quorumPhrase(plan.verdict);
  const before = plan.steps.length === 0 ? after : quorumPhrase(etcdEnds(plan).before);
  const zones = plan.verdict === null ? "no cluster is left" : zoneLossPhrase(plan.verdict.zoneLoss);
  const standing = [
    `- **etcd**: ${before === after ? after : `${before} → **${after}**`}`,
    `- **Zones**: ${inlineText(zones)}`,
  ];
  if (plan.steps.length === 0) return [NO_CHANGES, "", ...standing];
  const notices = endpointPhrases(plan.steps);
  const more = notices.length > MAX_NOTICES ? [`${notices.length - MAX_NOTICES} more`] : [];
  return [
    ...standing,
    `- **Endpoint**: ${[...notices.slice(0, MAX_NOTICES), ...more].map(inlineText).join("; ")}`,
    `- **Plan**: ${countPhrase(plan.summary)}, in ${counted(plan.summary.steps, "step")}`,
  ];
}

/** The colour of GitHub's alert box: red for refusals and outages, yellow for what clients notice. */
function alertKind(plan: Plan): "CAUTION" | "WARNING" | "NOTE" | "TIP" {
  const worst = worstInterruption(plan.steps);
  if (hasErrors(plan.diagnostics) || plan.to === null || worst === "outage") return "CAUTION";
  if (worst === "brief") return "WARNING";
  return plan.steps.length === 0 ? "TIP" : "NOTE";
}

function diagnosticSection(diagnostics: readonly Diagnostic[]): Section {
  const ranked = [
    ...diagnostics.filter((each) => each.severity === "error"),
    ...diagnostics.filter((each) => each.severity === "warning"),
  ];
  const variant = (limit: number) => {
    const rest = ranked.length > limit ? [`- and ${ranked.length - limit} more`] : [];
    return [...ranked.slice(0, limit).map(diagnosticItem), ...rest].join("\n");
  };
  return { priority: 1, variants: [ranked.length, 50, 20, 5, 1].map(variant) };
}

function diagnosticItem({ severity, code, message, remedy, position }: Diagnostic): string {
  const sign = severity === "error" ? "❌ **Error**" : "⚠️ **Warning**";
  const place =
    position === undefined ? "" : ` at ${inlineCode(`${position.file}:${position.line}:${position.column}`)}`;
  return `- ${sign} ${inlineCode(code)}${place}: ${inlineText(message.replace(/\.$/, ""))}. ${inlineText(remedy.replace(/\.$/, ""))}.`;
}
