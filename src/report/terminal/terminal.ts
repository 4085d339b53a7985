import { hasErrors } from "../../cluster/diagnostic.ts";
import { printable } from "../../cluster/printable.ts";
import type { DetailedStep, Plan } from "../../plan/plan.ts";
import { type Palette, palette } from "../palette.ts";
import { countActions, counted, countPhrase, shortCountPhrase } from "../phrase/count-phrase.ts";
import { etcdChangePhrase, etcdPhrase, quorumPhrase, zoneLossPhrase } from "../phrase/etcd-phrase.ts";
import { gatesPhrase } from "../phrase/gate-phrase.ts";
import {
  basisPhrase,
  endpointPhrases,
  etcdEnds,
  interruptionPhrase,
  NO_CHANGES,
  planPhrase,
  worstInterruption,
} from "../phrase/plan-phrase.ts";
import { changeBlock } from "./change-block.ts";
import { renderDiagnostics } from "./diagnostic-box.ts";
import { renderTransition, type TerminalOptions } from "./topology-picture.ts";
import { wrap } from "./wrap.ts";

export interface PlanOptions extends TerminalOptions {
  /** Texts of the files that diagnostics point into, by their names. */
  readonly sources?: ReadonlyMap<string, string>;
}

interface Pen {
  readonly paint: Palette;
  readonly width: number;
}

const LABEL = 10;
const plain = (text: string) => text;

/**
 * A plan for a terminal: the verdict, the topology before and after, an overview, the steps with their resource changes
 * in Terraform's form, and Terraform's count at the end. Ends with a line end.
 */
export function renderTerminal(plan: Plan, options: PlanOptions): string {
  const pen: Pen = { paint: palette(options.color), width: options.width };
  const { paint } = pen;
  const diagnostics = renderDiagnostics(plan.diagnostics, options);
  const headline = paint.bold(printable(`${plan.cluster}: ${planPhrase(plan)}`));
  if (hasErrors(plan.diagnostics)) {
    return sections([lines([headline]), diagnostics, "No step was planned, so nothing can be applied.\n"]);
  }
  const verdict = lines([headline, ...verdictLines(plan, pen)]);
  if (plan.steps.length === 0) return sections([verdict, diagnostics, lines([paint.green(paint.bold(NO_CHANGES))])]);
  return sections([
    verdict,
    renderTransition(plan.from, plan.to, options),
    plan.steps.length > 1 ? overview(plan.steps, pen) : "",
    ...plan.steps.map((step) => stepSection(step, plan.steps.length, pen)),
    diagnostics,
    closing(plan, paint),
  ]);
}

function verdictLines(plan: Plan, pen: Pen): readonly string[] {
  const ends = etcdEnds(plan);
  const before = plan.steps.length === 0 ? quorumPhrase(plan.verdict) : quorumPhrase(ends.before);
  const after = quorumPhrase(plan.verdict);
  const zones = plan.verdict === null ? "no cluster is left" : zoneLossPhrase(plan.verdict.zoneLoss);
  const fatal = Object.values(plan.verdict?.zoneLoss ?? {}).includes("losesQuorum");
  const noticed = endpointPhrases(plan.steps).flatMap((phrase, at) =>
    fact(at === 0 ? "endpoint" : "", phrase, pen, interruptionTint(worstInterruption(plan.steps), pen.paint)),
  );
  return [
    ...fact("etcd", before === after ? after : `${before} → ${after}`, pen),
    ...fact("zones", zones, pen, fatal ? pen.paint.yellow : plain),
    ...(plan.steps.length === 0 ? [] : noticed),
    ...fact("basis", basisPhrase(plan.basis), pen),
  ];
}

/** One line per step: what, etcd after it, resource changes, and what clients notice. */
function overview(steps: readonly DetailedStep[], { paint }: Pen): string {
  const rows = steps.map((step) => [
    `${step.id}.`,
    printable(step.title),
    etcdPhrase(step.etcd.after),
    shortCountPhrase(countActions(step.changes)),
  ]);
  const widths = [0, 1, 2, 3].map((at) => Math.max(...rows.map((row) => row[at]?.length ?? 0)));
  return lines([
    `  ${paint.bold("Steps")}`,
    ...steps.map((step, row) => {
      const cells = rows[row]?.map((cell, at) => cell.padEnd(widths[at] ?? 0)) ?? [];
      const { interruption } = step.endpoint;
      const notice = interruption === "none" ? "" : interruptionPhrase({ interruption, reason: "" });
      return `    ${cells.join("  ")}  ${interruptionTint(interruption, paint)(notice)}`.trimEnd();
    }),
  ]);
}

function stepSection(step: DetailedStep, total: number, pen: Pen): string {
  const { paint } = pen;
  const counts = shortCountPhrase(countActions(step.changes));
  const { interruption } = step.endpoint;
  const before = gatesPhrase(step.gates, "before");
  const after = gatesPhrase(step.gates, "after");
  const head = lines([
    `${paint.bold(printable(`Step ${step.id} of ${total}: ${step.title}`))}  ${paint.dim(`(${counts})`)}`,
    ...fact("etcd", etcdChangePhrase(step.etcd.before, step.etcd.after), pen),
    ...(interruption === "none"
      ? []
      : fact("endpoint", interruptionPhrase(step.endpoint), pen, interruptionTint(interruption, paint))),
    ...(before === "" ? [] : fact("starts if", before, pen)),
    ...(after === "" ? [] : fact("done when", after, pen)),
  ]);
  return sections([head, ...step.changes.map((change) => changeBlock(change, paint))]);
}

function closing(plan: Plan, paint: Palette): string {
  const count = `${paint.bold("Plan:")} ${countPhrase(plan.summary)}, in ${counted(plan.summary.steps, "step")}.`;
  return lines([count, paint.dim(printable(plan.digest))]);
}

/** A labelled value, broken where it is too wide, with its further lines under the first. */
function fact(label: string, value: string, pen: Pen, tint: (text: string) => string = plain): readonly string[] {
  const room = Math.max(20, pen.width - LABEL - 3);
  return wrap(printable(value), room).map((line, at) => `  ${(at === 0 ? label : "").padEnd(LABEL)} ${tint(line)}`);
}

function interruptionTint(interruption: "none" | "brief" | "outage", paint: Palette): (text: string) => string {
  if (interruption === "none") return plain;
  return interruption === "outage" ? paint.red : paint.yellow;
}

function lines(parts: readonly string[]): string {
  return `${parts.join("\n")}\n`;
}

/** Sections with an empty line between them; each ends with a line end already. */
function sections(parts: readonly string[]): string {
  return parts.filter((part) => part !== "").join("\n");
}
