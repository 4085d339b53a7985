import { printable } from "../../cluster/printable.ts";
import type { DetailedStep } from "../../plan/plan.ts";
import type { ResourceChange } from "../../plan/resource-change.ts";
import type { DiffLine } from "../diff/diff-line.ts";
import { resourceLines } from "../diff/resource-diff.ts";
import { countActions, counted, countPhrase, shortCountPhrase } from "../phrase/count-phrase.ts";
import { etcdChangePhrase } from "../phrase/etcd-phrase.ts";
import { gatesPhrase } from "../phrase/gate-phrase.ts";
import { interruptionPhrase, worstInterruption } from "../phrase/plan-phrase.ts";
import { fateOf, type Sign, signOf } from "../sign.ts";
import { fenced, folded, inlineText } from "./markdown-text.ts";

/** The steps as a table: one row each, cut after `limit` rows; of the endpoint only where clients notice anything. */
export function stepTable(steps: readonly DetailedStep[], limit: number): string {
  const isNoticed = worstInterruption(steps) !== "none";
  const row = (cells: readonly string[]) => `| ${cells.join(" | ")} |`;
  const columns = (id: string, title: string, etcd: string, endpoint: string, resources: string) =>
    row([id, title, etcd, ...(isNoticed ? [endpoint] : []), resources]);
  const rows = steps.slice(0, limit).map((step) => {
    const { interruption } = step.endpoint;
    const sign = interruption === "outage" ? "🛑" : "⚠️";
    const notice = interruption === "none" ? "" : `${sign} ${interruptionPhrase({ interruption, reason: "" })}`;
    const resources = inlineText(shortCountPhrase(countActions(step.changes))).replaceAll(" ", noBreak);
    return columns(`${step.id}`, inlineText(step.title), etcdCell(step), notice, resources);
  });
  const rest =
    steps.length > limit ? [columns("", `and ${counted(steps.length - limit, "more step")}`, "", "", "")] : [];
  const head = [columns("#", "Step", "etcd", "Endpoint", "Resources"), columns("--:", "---", "---", "---", "---")];
  return [...head, ...rows, ...rest].join("\n");
}

const noBreak = "&nbsp;";

function etcdCell({ etcd }: DetailedStep): string {
  return etcdChangePhrase(etcd.before, etcd.after).replace(/ (?=→|\d+$)|(?<=→) /g, noBreak);
}

/** A folded step at falling lengths: with its differences, with the addresses of its resources, with neither. */
export function stepVariants(step: DetailedStep): readonly string[] {
  const counts = countActions(step.changes);
  const title = `<b>Step ${step.id}</b>: ${inlineText(step.title)} (${inlineText(shortCountPhrase(counts))})`;
  const facts = factList(step);
  if (step.changes.length === 0) return [folded(title, facts)];
  const summary = `${counted(step.changes.length, "resource")}: ${countPhrase(counts)}`;
  const inner = (lines: readonly string[]) => folded(summary, fenced("diff", lines));
  const full = step.changes.flatMap((change, at) => [...(at === 0 ? [] : [""]), ...diffLines(change)]);
  return [
    folded(title, `${facts}\n\n${inner(full)}`),
    folded(title, `${facts}\n\n${inner(step.changes.map(addressLine))}`),
    folded(title, facts),
  ];
}

function factList(step: DetailedStep): string {
  const before = gatesPhrase(step.gates, "before");
  const after = gatesPhrase(step.gates, "after");
  return [
    `- **etcd**: ${etcdChangePhrase(step.etcd.before, step.etcd.after)}`,
    `- **Endpoint**: ${inlineText(interruptionPhrase(step.endpoint))}`,
    ...(before === "" ? [] : [`- **Starts if** ${inlineText(before)}`]),
    ...(after === "" ? [] : [`- **Done when** ${inlineText(after)}`]),
  ].join("\n");
}

function diffLines(change: ResourceChange): readonly string[] {
  return [`  # ${printable(change.address)} ${fateOf(change.actions)}`, ...resourceLines(change).map(diffLine)];
}

/** GitHub colours a line by its first character, so the sign goes there and the nesting after it. */
function diffLine(line: DiffLine): string {
  return `${mark(line.sign)} ${"  ".repeat(line.depth)}${line.text}`.trimEnd();
}

function addressLine(change: ResourceChange): string {
  return `${mark(signOf(change.actions))} ${printable(change.address)} ${fateOf(change.actions)}`;
}

function mark(sign: Sign): string {
  if (sign === "+" || sign === "-" || sign === " ") return sign;
  return "!";
}
