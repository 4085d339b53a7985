import type { TimedTerraform } from "../../bench/timed-terraform.ts";
import { seenBetween } from "../../src/rehearse/history.ts";
import type { Request } from "../../src/rehearse/request.ts";

interface Phase {
  readonly name: string;
  readonly from: number;
  readonly to: number;
}

/** What was done one after another, for a table of how long each took and what clients saw meanwhile. */
export class Phases {
  readonly #phases: Phase[] = [];

  async measure(name: string, work: () => Promise<void>): Promise<Phase> {
    const from = Date.now();
    await work();
    const phase = { name, from, to: Date.now() };
    this.#phases.push(phase);
    return phase;
  }

  /** A Markdown table, a row for each phase: what clients saw, and how much of its time Terraform ran. */
  async table(history: readonly Request[], terraform: TimedTerraform): Promise<string> {
    const rows = this.#phases.map(async ({ name, from, to }) => {
      const { requests, failed, troubleMs, longestGapMs, latencyMs } = seenBetween(history, from, to);
      const cells = [
        name,
        seconds(to - from),
        seconds(await terraform.spentMs(from, to)),
        requests,
        failed.length,
        seconds(troubleMs),
        seconds(longestGapMs),
        `${latencyMs.median} / ${latencyMs.p99}`,
      ];
      return `| ${cells.join(" | ")} |`;
    });
    return [
      "| Phase | s | of them Terraform, s | Requests | Failed | s with failures | Longest gap, s | Latency ms, median / p99 |",
      "|---|---|---|---|---|---|---|---|",
      ...(await Promise.all(rows)),
    ].join("\n");
  }
}

function seconds(ms: number): string {
  return (ms / 1000).toFixed(1);
}
