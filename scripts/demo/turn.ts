import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { CommandLine, Outcome } from "./command-line.ts";
import type { Page } from "./page.ts";
import { planExcerpt } from "./plan-excerpt.ts";
import { ProgressDigest } from "./progress-digest.ts";

/** One change of the cluster file, planned and applied. */
export interface Turn {
  readonly title: string;
  /** What the cluster file becomes: a path. */
  readonly source: string;
  /** For the names of files. */
  readonly slug: string;
}

/** What a turn came to. */
export interface TurnResult {
  readonly steps: number;
  /** How long the apply took. */
  readonly seconds: number;
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
  readonly endedAt: number;
}

export interface Stage {
  readonly page: Page;
  readonly quorate: CommandLine;
  /** Where the cluster file and the records of the demo are. */
  readonly directory: string;
  /** The same, as people are told of it. */
  readonly shownDirectory: string;
}

/** A command that did not end as it should. */
export class DemoError extends Error {
  constructor(command: string, { code, output }: Outcome) {
    super(`quorate ${command} ended with exit code ${code}:\n\n${output.trimEnd().split("\n").slice(-30).join("\n")}`);
    this.name = "DemoError";
  }
}

const file = "demo.yaml";

/** Changes the cluster file, plans, applies, and shows that there is nothing left to do. Throws a DemoError. */
export async function takeTurn(turn: Turn, stage: Stage): Promise<TurnResult> {
  const { page, quorate, directory, shownDirectory } = stage;
  await editFile(turn, stage);

  page.command(`quorate plan ${file}`);
  const plan = await expecting(quorate.run(["plan", file]), `plan ${file}`, 2);
  const { text, hidden, digest = "" } = planExcerpt(plan.output);
  page.line(text);
  await writeFile(join(directory, `${turn.slug}.plan.txt`), plan.output);
  page.line(page.paint.dim(`\n${hidden} lines of resource changes: ${shownDirectory}/${turn.slug}.plan.txt\n`));

  page.command(`quorate apply ${file} --plan ${digest.slice(0, 18)}…`);
  const progress = new ProgressDigest();
  const startedAt = Date.now();
  const run = quorate.run(["apply", file, "--plan", digest], (line) => page.tell(progress.take(line)));
  const applied = await expecting(run, `apply ${file}`, 0);
  const endedAt = Date.now();
  await writeFile(join(directory, `${turn.slug}.apply.txt`), applied.output);

  page.line();
  page.command(`quorate status ${file}`);
  page.line((await expecting(quorate.run(["status", file]), `status ${file}`, 0)).output);

  page.command(`quorate plan ${file}`);
  const after = await expecting(quorate.run(["plan", file]), `plan ${file}`, 0);
  page.line(after.output.trimEnd().split("\n").at(-1));

  const steps = Number(/applying (\d+) steps?/.exec(applied.output)?.[1] ?? 0);
  return { steps, seconds: (endedAt - startedAt) / 1000, startedAt, endedAt };
}

async function expecting(run: Promise<Outcome>, command: string, code: number): Promise<Outcome> {
  const outcome = await run;
  if (outcome.code !== code) throw new DemoError(command, outcome);
  return outcome;
}

/** Writes the cluster file, and shows all of it when it is new, otherwise the lines that come and go. */
async function editFile({ source }: Turn, { page, directory, shownDirectory }: Stage): Promise<void> {
  const path = join(directory, file);
  const before = linesOf(await readFile(path, "utf8").catch(() => ""));
  const text = await readFile(source, "utf8");
  await writeFile(path, text);
  const after = linesOf(text);
  page.line(`${before.length === 0 ? "The cluster is one file" : "The file changes"}, ${shownDirectory}/${file}:\n`);
  for (const line of before.length === 0 ? [] : before.filter((each) => !after.includes(each)))
    page.line(page.paint.red(`  - ${line}`));
  for (const line of after.filter((each) => !before.includes(each)))
    page.line(before.length === 0 ? `  ${line}` : page.paint.green(`  + ${line}`));
  page.line();
}

/** A file's lines without its comments. */
function linesOf(text: string): string[] {
  return text.split("\n").filter((line) => line !== "" && !line.startsWith("#"));
}
