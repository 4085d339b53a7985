import * as z from "zod";
import type { StatusReport } from "./status-report.ts";

const names = z.array(z.string());
const report = z.object({
  name: z.string(),
  memberId: z.string().nullable(),
  role: z.enum(["leader", "follower", "learner", "none"]),
  voters: names,
  learners: names,
  alarms: names,
  drained: z.boolean(),
  apiReady: z.boolean(),
  unreachable: names.default([]),
  sequence: z.number(),
});

/** Reads a replica's report; undefined for anything else, because any process on an instance may write there. */
export function parseStatus(text: string): StatusReport | undefined {
  try {
    return report.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
