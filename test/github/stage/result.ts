import type { StepEnded } from "./runner.ts";

/** The values of the output `result`. */
export type Result = "no-changes" | "changes" | "applied" | "refused" | "ignored";

/** The step, if it has ended with this result and the exit code that belongs to it. Else throws all that it has said. */
export function endedWith(result: Result, ended: StepEnded): StepEnded {
  const { code, outputs, text, summary } = ended;
  if (outputs["result"] === result && code === (result === "refused" ? 1 : 0)) return ended;
  throw new Error(`the action ended with ${code}, ${outputs["result"]} instead of ${result}:\n${text}\n${summary}`);
}
