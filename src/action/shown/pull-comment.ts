import { hasErrors } from "../../cluster/diagnostic.ts";
import { renderMarkdownDiagnostics } from "../../report/markdown/markdown.ts";
import { inlineCode, inlineText } from "../../report/markdown/markdown-text.ts";
import { counted } from "../../report/phrase/count-phrase.ts";
import { hasSteps, isRefused, type PlannedChange, type PlannedCluster } from "../planned.ts";
import { clusterSection } from "./cluster-section.ts";
import { clusterTable } from "./cluster-table.ts";
import { waterFill } from "./water-fill.ts";

export interface CommentContext {
  /** The commit that the plan is of. */
  readonly head: string;
  /** The branch that it would be merged into. */
  readonly baseBranch: string;
  /** The workflow run, which has the whole plan. */
  readonly runUrl: string;
  /** Said before everything else, such as what was just done. */
  readonly notice?: string;
}

const gap = "\n\n";
const mostRows = 100;

/**
 * The plan of a pull request as Markdown, at most `room` characters: an overview where there are several clusters, what
 * is wrong with files, then one section for each cluster. Where room is short, details of the longest sections go first.
 */
export function pullComment(change: PlannedChange, context: CommentContext, room: number): string {
  const head = [
    "## Quorate plan",
    ...(context.notice === undefined ? [] : [context.notice]),
    sentence(change, context),
    ...(change.clusters.length > 1 ? [clusterTable(change.clusters, mostRows)] : []),
    renderMarkdownDiagnostics(change.diagnostics).trimEnd(),
  ].filter((part) => part !== "");
  const foot = footer(change, context);
  const left = room - [...head, foot].join(gap).length - gap.length;
  const sections = sectionsWithin(change, left);
  return [...head, ...sections, foot].join(gap);
}

function sectionsWithin({ clusters }: PlannedChange, room: number): string[] {
  const shown =
    clusters.length > 1
      ? clusters.filter((each) => hasSteps(each) || "trouble" in each.outcome || refusedOne(each.outcome))
      : clusters;
  const whole = shown.map(wholeSection);
  const shares = waterFill(
    whole.map((text) => text.length + gap.length),
    room,
  );
  const sections: string[] = [];
  let left = room;
  for (const [at, each] of shown.entries()) {
    const share = (shares[at] ?? 0) - gap.length;
    const full = whole[at] ?? "";
    const text = full.length <= share ? full : clusterSection(each, share).trimEnd();
    // The overview has its verdict already.
    if (text.length + gap.length > left && clusters.length > 1) continue;
    sections.push(text);
    left -= text.length + gap.length;
  }
  return sections;
}

/** A section in full: made once for the comment and the summary, because its differences are what takes time. */
function wholeSection(cluster: PlannedCluster): string {
  const text = wholes.get(cluster) ?? clusterSection(cluster, Number.MAX_SAFE_INTEGER).trimEnd();
  wholes.set(cluster, text);
  return text;
}

const wholes = new WeakMap<PlannedCluster, string>();

function refusedOne(outcome: PlannedChange["clusters"][number]["outcome"]): boolean {
  return "plan" in outcome && hasErrors(outcome.plan.diagnostics);
}

function sentence(change: PlannedChange, { baseBranch }: CommentContext): string {
  const changing = change.clusters.filter(hasSteps).length;
  const into = `Merging into ${inlineCode(baseBranch)}`;
  if (isRefused(change)) return `**This cannot be applied as it is.** What is wrong stands below.`;
  if (changing === 0) return `${into} changes no cluster.`;
  return `${into} changes **${counted(changing, "cluster")}**.`;
}

function footer({ clusters }: PlannedChange, { head, runUrl }: CommentContext): string {
  const verified = clusters.every(({ outcome }) => "plan" in outcome && outcome.plan.basis === "verified");
  const meaning = clusters.some(hasSteps)
    ? verified
      ? "Applying accepts exactly these steps."
      : "A preview from the files alone: applying plans again, on what is really there."
    : "";
  return `<sub>${[`Commit ${inlineCode(head.slice(0, 12))}.`, meaning, `[The run](${safeUrl(runUrl)}) has everything in full.`].filter((part) => part !== "").join(" ")}</sub>`;
}

function safeUrl(url: string): string {
  return encodeURI(url).replace(/[()]/g, (sign) => (sign === "(" ? "%28" : "%29"));
}

/** What a pull request's comment says once nothing of it is left. */
export function nothingLeft({ head, baseBranch }: CommentContext): string {
  return `## Quorate plan${gap}${inlineText(`Merging into ${baseBranch} changes no cluster any more.`)}${gap}<sub>Commit ${inlineCode(head.slice(0, 12))}.</sub>`;
}
