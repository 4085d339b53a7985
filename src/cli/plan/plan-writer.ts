import type { Diagnostic } from "../../cluster/diagnostic.ts";
import { printable } from "../../cluster/printable.ts";
import type { Plan } from "../../plan/plan.ts";
import { jsonList, renderJson } from "../../report/json/json.ts";
import { renderMarkdown, renderMarkdownDiagnostics } from "../../report/markdown/markdown.ts";
import { inlineText } from "../../report/markdown/markdown-text.ts";
import { renderPlans } from "../../report/terminal/plan-table.ts";
import { renderTerminal } from "../../report/terminal/terminal.ts";
import type { Screen } from "../screen.ts";
import type { ClusterPlan } from "./plan-clusters.ts";

/** Writes plans in one format, and holds none of them longer than it must. */
export interface PlanWriter {
  /** The only plan, if there is any; nothing is written before or after it. */
  atMostOne(plan: Plan | undefined, diagnostics: readonly Diagnostic[]): void;
  /** Text and Markdown only name clusters whose files have not changed. */
  oneOfSeveral(plan: ClusterPlan): void;
  /** What stands below several plans. */
  end(diagnostics: readonly Diagnostic[]): void;
}

interface Surroundings {
  readonly screen: Screen;
  /** The text of each file by its name. */
  readonly sources: ReadonlyMap<string, string>;
}

export const planWriters = { text, markdown, json } as const;

function text({ screen, sources }: Surroundings): PlanWriter {
  const print = separated(screen);
  const { color, width } = screen;
  const brief: Plan[] = [];
  const unchanged: string[] = [];
  const whole = (plan: Plan) => print(renderTerminal(plan, { color, width, sources }));
  return {
    atMostOne: (plan) => plan && whole(plan),
    oneOfSeveral: (each) => {
      brief.push(withoutChanges(each.plan));
      if (each.unchanged) unchanged.push(`${unchangedLine(each)}\n`);
      else whole(each.plan);
    },
    end: () => {
      print(unchanged.join(""));
      print(renderPlans(brief, { color }));
    },
  };
}

function markdown({ screen }: Surroundings): PlanWriter {
  const print = separated(screen);
  const unchanged: string[] = [];
  return {
    atMostOne: (plan, diagnostics) => {
      if (plan !== undefined) print(renderMarkdown(plan));
      print(renderMarkdownDiagnostics(diagnostics));
    },
    oneOfSeveral: (each) => {
      if (each.unchanged) unchanged.push(`- ${inlineText(unchangedLine(each))}\n`);
      else print(renderMarkdown(each.plan));
    },
    end: (diagnostics) => {
      print(unchanged.join(""));
      print(renderMarkdownDiagnostics(diagnostics));
    },
  };
}

/** The plan itself where one file was named and has a plan, and a list of them otherwise. */
function json({ screen }: Surroundings): PlanWriter {
  let count = 0;
  return {
    atMostOne: (plan, diagnostics) => {
      const only = plan !== undefined && diagnostics.length === 0;
      screen.print(only ? renderJson(plan) : renderJson(plan === undefined ? [] : [plan], diagnostics));
    },
    oneOfSeveral: ({ plan }) => screen.print(jsonList.item(plan, count++)),
    end: (diagnostics) => screen.print(jsonList.end(diagnostics)),
  };
}

/** Prints parts with an empty line between them. */
function separated(screen: Screen): (part: string) => void {
  let begun = false;
  return (part) => {
    if (part === "") return;
    screen.print(begun ? `\n${part}` : part);
    begun = true;
  };
}

function unchangedLine({ file, plan }: ClusterPlan): string {
  return printable(`${plan.cluster}: unchanged (${file})`);
}

/** A plan without what its steps do to each resource, which is nearly all of its size. */
function withoutChanges(plan: Plan): Plan {
  return { ...plan, steps: plan.steps.map((step) => ({ ...step, changes: [] })) };
}
