import { stripVTControlCharacters } from "node:util";

/** What of a plan's text is shown when there is no room for all of it. */
export interface PlanExcerpt {
  /** Headline, picture, overview of the steps, warnings and the count; without each step's resource changes. */
  readonly text: string;
  /** Lines that were left out. */
  readonly hidden: number;
  /** `sha256:…`; undefined for a plan without steps. */
  readonly digest: string | undefined;
}

/** The short form of what `quorate plan` prints, with colours or without. */
export function planExcerpt(plan: string): PlanExcerpt {
  const lines = plan.trimEnd().split("\n");
  const plain = lines.map((line) => stripVTControlCharacters(line));
  const firstStep = plain.findIndex((line) => /^Step 1 of \d+: /.test(line));
  const lastChange = plain.findLastIndex((line) => line === "  }" || line === "    }");
  const hidden = firstStep < 0 ? 0 : Math.max(0, lastChange + 1 - firstStep);
  const kept = lines.filter((_, at) => hidden === 0 || at < firstStep || at >= firstStep + hidden);
  const digest = plain.find((line) => /^sha256:[0-9a-f]{64}$/.test(line));
  return { text: kept.join("\n").replace(/\n{3,}/g, "\n\n"), hidden, digest };
}
