import type { planChange } from "../../../src/change/plan-change.ts";
import type { ChangeCase } from "./change-case.ts";
import { type Judgement, judgeCase } from "./judge/judge-case.ts";

/** What became of many cases. */
export interface Tally {
  cases: number;
  steps: number;
  /** Plans made again from the middle of others. */
  resumed: number;
  /** Cases refused, by code. */
  readonly refused: Map<string, number>;
  /** What is wrong, each with the smallest case seen. */
  readonly found: Map<string, string>;
}

/** Judges each case and each plan's resumption from every moment in it. */
export function judgeAll(planner: typeof planChange, cases: Iterable<ChangeCase>): Tally {
  const tally: Tally = { cases: 0, steps: 0, resumed: 0, refused: new Map(), found: new Map() };
  for (const question of cases) {
    const judgement = judge(planner, question);
    tally.cases++;
    tally.steps += judgement.steps;
    tally.resumed += judgement.resumed;
    for (const code of new Set(judgement.refused)) count(tally.refused, code);
    for (const { rule, says } of judgement.violations) {
      keepSmallest(tally.found, `${rule}: ${anonymous(says)}`, question.title);
    }
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

/** A tally in a line: `2 cases, 9 steps, 9 begun again; refused: 1 Q053`. */
export function printTally({ cases, steps, resumed, refused }: Tally): string {
  const codes = [...refused].sort().map(([code, times]) => `${times} ${code}`);
  const sum = `${cases} cases, ${steps} steps, ${resumed} begun again`;
  return `${sum}${codes.length > 0 ? `; refused: ${codes.join(", ")}` : ""}`;
}
