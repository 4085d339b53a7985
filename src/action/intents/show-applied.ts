import { setOutput } from "@actions/core";
import { hasErrors } from "../../cluster/diagnostic.ts";
import { mostCharacters, postSticky } from "../../github/sticky-comment.ts";
import { inlineText } from "../../report/markdown/markdown-text.ts";
import { log, tell } from "../annotate.ts";
import { formUrl } from "../form-url.ts";
import { summarize } from "../outputs.ts";
import type { Ending, Run } from "../run.ts";
import { applySection, type Outcome } from "../shown/apply-section.ts";
import { waterFill } from "../shown/water-fill.ts";

const marker = "quorate:apply";
const title = "## Quorate apply";
const summaryCharacters = 1_000_000;
const gap = "\n\n";

type Shown = Outcome & { readonly origin?: { readonly number: number } | undefined };

/** Shows what came of an apply: in the summary, on each pull request that it came from, and in the outputs. */
export async function showApplied(run: Run, outcomes: readonly Shown[], badFiles: boolean): Promise<Ending> {
  await summarize(body(run, outcomes, summaryCharacters), body(run, outcomes, mostCharacters));
  for (const { cluster, applied } of outcomes) {
    if (applied.kind === "not-reviewed") tell(`${cluster.spec.name}: not applied, because its plan was not reviewed`);
    else if (applied.kind === "not-started") tell(`${cluster.spec.name}: not applied. ${applied.reason}`);
    else if (applied.kind !== "failed") log(`${cluster.spec.name}: ${applied.kind}`);
  }
  const news = outcomes.filter(({ expected, applied }) => expected || applied.kind === "applied");
  const pulls = new Set(news.map(({ origin }) => origin?.number).filter((number) => number !== undefined));
  if (run.inputs.comment) {
    for (const number of pulls) {
      await commentOn(
        run,
        number,
        news.filter(({ origin }) => origin?.number === number),
      );
    }
  }
  setOutput(
    "clusters",
    outcomes.filter(({ applied }) => applied.kind === "applied").map(({ cluster }) => cluster.spec.name),
  );
  const failed = badFiles || outcomes.some(isFailure);
  const applied = outcomes.some(({ applied }) => applied.kind === "applied");
  return { failed, result: failed ? "refused" : applied ? "applied" : "no-changes" };
}

/** Writes the summary while an apply goes on. */
export async function summarizeApplied(
  run: Run,
  before: readonly Outcome[],
  now: { readonly cluster: Outcome["cluster"]; readonly steps: string },
): Promise<void> {
  const going = `### ⏳ ${inlineText(now.cluster.spec.name)}${gap}${now.steps}`;
  const text = [body(run, before, mostCharacters), going].join(gap);
  await summarize(text, text);
}

async function commentOn({ github, inputs, ...run }: Run, number: number, outcomes: readonly Outcome[]): Promise<void> {
  const text = body({ github, inputs, ...run }, outcomes, mostCharacters - 100);
  const posted = await postSticky(github, {
    number,
    marker,
    author: inputs.commentAuthor,
    body: text,
    create: true,
  });
  if (typeof posted === "object") setOutput("comment-url", posted.url);
}

function body(run: Run, outcomes: readonly Outcome[], room: number): string {
  const foot = `<sub>[The run](${run.url}) has the log.</sub>`;
  const url = formUrl(run, process.env);
  const section = (outcome: Outcome, maxCharacters: number) => applySection(outcome, { formUrl: url, maxCharacters });
  const left = room - title.length - foot.length - 2 * gap.length;
  const whole = outcomes.map((each) => section(each, left).length + gap.length);
  const shares = waterFill(whole, left);
  const sections = outcomes.map((each, at) => section(each, (shares[at] ?? 0) - gap.length));
  const nothing = outcomes.length === 0 ? ["Every cluster is as its file asks for."] : [];
  return [title, ...nothing, ...sections, foot].join(gap);
}

function isFailure({ applied, expected }: Outcome): boolean {
  if (applied.kind === "failed") return true;
  if (!expected) return false;
  return (
    applied.kind === "not-started" ||
    applied.kind === "not-reviewed" ||
    (applied.kind === "refused" && hasErrors(applied.plan.diagnostics))
  );
}
