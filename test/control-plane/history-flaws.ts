import { lostWrites, staleReads } from "../../src/rehearse/history.ts";
import type { Request } from "../../src/rehearse/request.ts";
import { judgeHistory } from "../proof/linearizable/judge-history.ts";

/** What is wrong with what clients saw, `present` being there at the end: by Quorate's own judgement, and by porcupine's. */
export async function historyFlaws(history: readonly Request[], present: ReadonlySet<string>) {
  return {
    lost: lostWrites(history, present),
    stale: staleReads(history),
    notLinearizable: await judgeHistory(history),
  };
}

export const flawless = { lost: [], stale: [], notLinearizable: [] };
