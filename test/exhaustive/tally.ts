import type { planChange } from "../../src/change/plan-change.ts";
import type { ChangeCase } from "./change-case.ts";
import { type Judgement, judgeCase } from "./judge-case.ts";
import { type Defect, defectOf } from "./known-defects.ts";

/** What became of many cases. */
export interface Tally {
  cases: number;
  steps: number;
  /** Plans made again from the middle of others. */
  resumed: number;
  /** Cases refused, by code. */
  readonly refused: Map<string, number>;
  /** Cases with each known defect. */
  readonly defects: Map<Defect, number>;
  /** What else is wrong, each with the smallest case seen. */
  readonly found: Map<string, string>;
}

/** Judges each case and each plan's resumption from every moment in it. */
export function judgeAll(planner: typeof planChange, cases: Iterable<ChangeCase>): Tally {
  const tally: Tally = { cases: 0, steps: 0, resumed: 0, refused: new Map(), defects: new Map(), found: new Map() };
  for (const question of cases) {
    const judgement = judge(planner, question);
    tally.cases++;
    tally.steps += judgement.steps;
    tally.resumed += judgement.resumed;
    for (const code of new Set(judgement.refused)) count(tally.refused, code);
    const defects = new Set<Defect>();
    for (const violation of judgement.violations) {
      const defect = defectOf(violation, question);
      if (defect !== undefined) defects.add(defect);
      else keepSmallest(tally.found, `${violation.rule}: ${anonymous(violation.says)}`, question.title);
    }
    for (const defect of defects) count(tally.defects, defect);
  }
  return tally;
}

/** A planner that throws has found no plan; which case it was for is worth more than where it threw. */
function judge(planner: typeof planChange, question: ChangeCase): Judgement {
  try {
    return judgeCase(planner, question, () => true);
  } catch (error) {
    const violation = { rule: "end", step: null, says: `the planner throws: ${String(error)}` } as const;
    return { violations: [violation], steps: 0, refused: [], resumed: 0 };
  }
}

function count<Key>(counts: Map<Key, number>, key: Key): void {
  counts.set(key, (counts.get(key) ?? 0) + 1);
}

function keepSmallest(found: Map<string, string>, what: string, title: string): void {
  const known = found.get(what);
  if (known === undefined || title.length < known.length) found.set(what, title);
}

/** A finding without the names in it, so that the same one is told once. */
function anonymous(says: string): string {
  return says.replaceAll(/prod-[a-j]/g, "X").replaceAll(/step \d+/g, "step N");
}

/** A tally in a line: `2 cases, 9 steps, 9 begun again; refused: 1 Q053`, and a line for each known defect. */
export function printTally({ cases, steps, resumed, refused, defects }: Tally): string {
  const codes = [...refused].sort().map(([code, times]) => `${times} ${code}`);
  const known = [...defects].map(([{ what }, times]) => `\n  known, ${times} cases: ${what}`);
  const sum = `${cases} cases, ${steps} steps, ${resumed} begun again`;
  return `${sum}${codes.length > 0 ? `; refused: ${codes.join(", ")}` : ""}${known.join("")}`;
}
