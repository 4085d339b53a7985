import type { Gap, JournalFacts } from "./journal-facts.ts";
import type { Page } from "./page.ts";
import type { Turn, TurnResult } from "./turn.ts";

/** Tells what the turns and the journal came to. Answers whether every promise was kept. */
export function summarize(page: Page, turns: readonly (Turn & TurnResult)[], facts: JournalFacts): boolean {
  const { paint } = page;
  const verdict = (kept: boolean, words: string) => page.line(`  ${kept ? paint.green("✓") : paint.red("✗")} ${words}`);
  const oneAddress = facts.addresses.length === 1;
  verdict(oneAddress, `The endpoint's IP was ${facts.addresses.join(", then ")} from its creation to the end.`);
  const held = facts.gaps.length === 2 && facts.gaps.every(({ to }) => to !== null);
  verdict(held, "Somebody held it at every moment but in the two steps that move it.");
  const quorate = facts.withoutQuorum.length === 0;
  verdict(quorate, `etcd had a living quorum at each of the ${facts.entries} entries of the cloud's journal.`);

  page.line(paint.bold("\n  turn                              steps   seconds   the IP had no holder for"));
  for (const [at, { title, steps, seconds, startedAt, endedAt }] of turns.entries()) {
    const gaps = facts.gaps.filter(({ from }) => from >= startedAt && from <= endedAt).map(gapPhrase);
    const cells = [`  ${at + 1}  ${title}`.padEnd(36), String(steps).padStart(5), seconds.toFixed(1).padStart(10)];
    page.line(`${cells.join("")}   ${gaps.join(", ") || "-"}`);
  }
  page.line(
    paint.dim(
      "\n  Terraform and the google provider are real; on Google Cloud each call takes longer than it does here.",
    ),
  );
  return oneAddress && held && quorate;
}

function gapPhrase({ milliseconds, to }: Gap): string {
  if (to === null) return "the rest of the demo";
  const holder = to.on === "forwardingRule" ? "the load balancer" : to.name;
  return `${(milliseconds / 1000).toFixed(2)} s, on its way to ${holder}`;
}
