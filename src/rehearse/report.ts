import type { Seen } from "./history.ts";
import type { Rehearsal } from "./rehearsal.ts";
import { judge } from "./verdict.ts";

/** The report as Markdown, which reads as well in a terminal. */
export function renderReport(rehearsal: Rehearsal): string {
  const { seen, steps, lost, stale, passed } = judge(rehearsal);
  const { cluster, incidents, from, to } = rehearsal;
  const acknowledged = seen.requests - seen.failed.length;
  return [
    `## Rehearsal of ${cluster}: ${passed ? "passed" : "failed"}`,
    "",
    rehearsal.arrived ? "" : "- The cluster did not come to what its file asks for.\n",
    `- Clients made ${seen.requests} requests in ${seconds(to - from)}; ${acknowledged} were acknowledged, ${failures(seen)}.`,
    `- The longest time without an answer was ${seconds(seen.longestGapMs)}.`,
    lost.length === 0
      ? "- Every acknowledged write was there at the end."
      : `- **${lost.length} acknowledged writes were lost**, the first of them ${lost[0]}.`,
    stale === 0
      ? "- Every read was as new as it has to be (linearizable)."
      : `- **${stale} reads were older than they may be.**`,
    "",
    "| Step | Time | Failed requests | Longest gap | Latency, median | 99 % |",
    "|---|---|---|---|---|---|",
    ...steps.map(
      ({ step, seen: during }, index) =>
        `| ${index + 1}. ${step.title}${step.to === null ? " (not finished)" : ""} | ${seconds((step.to ?? to) - step.from)} | ${during.failed.length} | ${seconds(during.longestGapMs)} | ${during.latencyMs.median} ms | ${during.latencyMs.p99} ms |`,
    ),
    "",
    ...incidents.map(({ at, what }) => `- ${seconds(at - from)}: ${what}`),
    "",
  ]
    .filter((line, index, all) => line !== "" || all[index - 1] !== "")
    .join("\n");
}

function failures({ failed, troubleMs }: Seen): string {
  if (failed.length === 0) return "none failed";
  const kinds = new Map<string, number>();
  for (const { error } of failed) kinds.set(String(error), (kinds.get(String(error)) ?? 0) + 1);
  const named = [...kinds].map(([kind, count]) => `${count} ${kind}`).join(", ");
  return `${failed.length} failed within ${seconds(troubleMs)} (${named})`;
}

function seconds(ms: number): string {
  return `${(ms / 1000).toFixed(1)} s`;
}
