import { type Diagnostic, hasErrors } from "../../cluster/diagnostic.ts";
import type { ExitCode } from "../exit.ts";
import { type Screen, tellDiagnostics } from "../screen.ts";
import type { ClusterPlan, ClusterPlans } from "./plan-clusters.ts";
import { type PlanWriter, planWriters } from "./plan-writer.ts";

export type Format = "text" | "markdown" | "json";

/** What became of the plans that were printed. */
export interface Printed {
  /** 0 no changes, 2 changes, 1 an error anywhere. */
  readonly exitCode: ExitCode;
  /** There was neither a plan nor anything to tell of. */
  readonly nothing: boolean;
}

/**
 * Prints plans to standard output, each as soon as it is made. What is wrong with files that have no plan follows on
 * standard error, in JSON also in the document.
 */
export async function printPlans(result: ClusterPlans, format: Format, screen: Screen): Promise<Printed> {
  const found: Diagnostic[] = [];
  const tally = { plans: 0, changed: false, refused: false };
  const sources = new Map(result.files.map(({ file, text }) => [file, text]));
  const writer: PlanWriter = planWriters[format]({ screen, sources });
  // Whether there is one plan or there are several is known only with the second.
  let first: ClusterPlan | undefined;
  for await (const each of result.plans) {
    if (!("plan" in each)) {
      found.push(each);
      continue;
    }
    tally.plans++;
    tally.changed ||= each.plan.steps.length > 0;
    tally.refused ||= hasErrors(each.plan.diagnostics);
    if (tally.plans === 1) first = each;
    if (tally.plans === 2 && first !== undefined) writer.oneOfSeveral(first);
    if (tally.plans > 1) {
      first = undefined;
      writer.oneOfSeveral(each);
    }
  }
  const diagnostics = [...result.diagnostics, ...found];
  if (tally.plans + diagnostics.length === 0) return { exitCode: 1, nothing: true };
  if (tally.plans > 1) writer.end(diagnostics);
  else writer.atMostOne(first?.plan, diagnostics);
  tell(result, diagnostics, tally.plans, screen);
  const failed = tally.refused || hasErrors(diagnostics);
  return { exitCode: failed ? 1 : tally.changed ? 2 : 0, nothing: false };
}

function tell({ files }: ClusterPlans, diagnostics: readonly Diagnostic[], plans: number, screen: Screen): void {
  tellDiagnostics(screen, diagnostics, files);
  const errors = diagnostics.filter(({ severity }) => severity === "error");
  const failed = new Set(errors.map(({ position }) => position?.file)).size;
  if (failed > 0 && plans > 0) {
    screen.tell(`${failed} of ${failed + plans} files could not be planned; see the errors above.\n`);
  }
}
