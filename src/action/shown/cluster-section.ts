import { renderMarkdown } from "../../report/markdown/markdown.ts";
import { inlineCode, inlineText } from "../../report/markdown/markdown-text.ts";
import type { PlannedCluster, Trouble } from "../planned.ts";

/**
 * A cluster's part of a comment, in at most so many characters; its verdict stands even where there is no room. The foot of
 * the comment tells where everything is.
 */
export function clusterSection({ spec, outcome, unverified }: PlannedCluster, maxCharacters: number): string {
  if ("trouble" in outcome) return troubleSection(spec.name, outcome.trouble, maxCharacters);
  const note = unverified === undefined ? "" : `\n> **A preview only**: ${inlineText(unverified)}\n`;
  return `${renderMarkdown(outcome.plan, { maxCharacters: maxCharacters - note.length, note: false })}${note}`;
}

/** Details that a verdict has room for; the summary of the run has them all. */
const fewest = 5;

/** Why there is no plan, in the form of a verdict. */
export function troubleSection(cluster: string, trouble: Trouble, maxCharacters: number): string {
  const { message, remedy, details } = trouble;
  const head = [
    `### ${inlineText(cluster)}: not planned`,
    "",
    "> [!CAUTION]",
    `> ${inlineText(message)}.`,
    `> ${inlineText(remedy)}.`,
  ].join("\n");
  const items = details.map((line) => `- ${inlineCode(line)}`);
  for (const shown of [items.length, 50, 20, fewest]) {
    const rest = items.length > shown ? [`- and ${items.length - shown} more`] : [];
    const text = [head, ...(items.length === 0 ? [] : ["", ...items.slice(0, shown), ...rest]), ""].join("\n");
    if (text.length <= maxCharacters || shown === fewest) return text;
  }
  return `${head}\n`;
}
