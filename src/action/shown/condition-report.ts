import { inlineCode, inlineText } from "../../report/markdown/markdown-text.ts";
import { type Condition, isWell } from "./condition.ts";
import { codeList } from "./progress.ts";

const mostLines = 100;

/** A cluster's condition in Markdown, with what to do about it. `formUrl` is the form that replaces a replica. */
export function conditionReport(cluster: string, condition: Condition, formUrl: string | undefined): string {
  if (isWell(condition)) return "It is as its file asks for, and every replica is healthy.";
  const { drift, plan, dead, silent, pending, refused, trouble } = condition;
  const form = formUrl === undefined ? "the workflow's form" : `[the workflow's form](${formUrl})`;
  const replace = (name: string) =>
    `- ${inlineCode(name)}: replace it with ${form}: command ${inlineCode("replace")}, cluster ${inlineCode(cluster)}, replica ${inlineCode(name)}.`;
  return [
    ...section(dead, "Failed replicas", dead.map(replace).join("\n")),
    ...section(
      silent,
      "Replicas that do not report",
      `${silent.map(replace).join("\n")}\n\nLook at them first: they may only be unable to report.`,
    ),
    ...section(
      drift,
      "What differs from what Quorate has made",
      `${codeList(drift, mostLines)}\n\n${wayBack(cluster, plan, form)}`,
    ),
    ...section(refused, "Why the file cannot be applied", refused.map((each) => `- ${inlineText(each)}`).join("\n")),
    ...section(
      pending,
      "Steps that were not applied",
      `${pending.map((title) => `- ${inlineText(title)}`).join("\n")}\n\nRun the apply workflow again; what nobody has reviewed, such as the settings of a newer Quorate, is applied by ${form}: ${inputsFor(cluster, plan ?? "")}.`,
    ),
    ...(trouble === undefined
      ? []
      : section(
          [trouble],
          "Why it cannot be looked at",
          `${inlineText(trouble.message)}. ${inlineText(trouble.remedy)}.\n\n${codeList(trouble.details, mostLines)}`,
        )),
  ].join("\n\n");
}

function inputsFor(cluster: string, plan: string): string {
  return `command ${inlineCode("apply")}, cluster ${inlineCode(cluster)}, plan ${inlineCode(plan)}`;
}

function wayBack(cluster: string, plan: string | undefined, form: string): string {
  if (plan === undefined) {
    return "Change it back, or import or remove it with Terraform. Until then nothing is applied to this cluster.";
  }
  return `Change it back, or have it changed back with ${form}: ${inputsFor(cluster, plan)}. Or change the file to what is there.`;
}

function section(items: readonly unknown[], title: string, text: string): string[] {
  return items.length === 0 ? [] : [`#### ${title}`, text.trimEnd()];
}
