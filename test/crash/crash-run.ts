import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { JournalEntry } from "../../src/local-cloud/journal.ts";
import type { Ended } from "../workflow/run.ts";
import { Workbench } from "../workflow/workbench.ts";
import { type Change, commandOf } from "./change.ts";
import { isDone, judgeEnd } from "./judge-end.ts";
import { type Moment, type Recording, restore } from "./moments.ts";
import { hasty, type StartState } from "./start-states.ts";

/** Goes on from a moment at which a run has died, to the end. Answers what is not as it should be, in words. */
export async function goOn(
  change: Change,
  start: StartState,
  { journal }: Recording,
  moment: Moment,
): Promise<readonly string[]> {
  const folder = await mkdtemp(join(tmpdir(), "quorate-moment-"));
  await restore(moment, journal, folder);
  const bench = await Workbench.open({ driver: hasty, from: folder });
  try {
    await bench.shareProvider();
    await bench.write({ zones: change.to });
    const command = nextCommand(change, bench.journal(start.mark));
    const ended = await bench.start(command).ended;
    const problems = await judgeEnd(bench, change, start, ended);
    if (problems.length === 0) return [];
    const kept = await keep(bench, `${change.name} ${moment.entry.sequence}`, [ended], problems);
    return [`after ${wordsOf(moment.entry)} (kept in ${kept}):`, ...problems];
  } finally {
    await bench.close();
    await rm(folder, { recursive: true, force: true });
  }
}

/**
 * The command that finishes a change. A replacement leaves its mark with its first step. From then on a plain apply goes
 * on, and so does asking for it again as long as there is no newcomer that could be replaced once more.
 */
export function nextCommand(change: Change, since: readonly JournalEntry[]): readonly string[] {
  if (change.command !== "replace") return commandOf(change);
  const calls = since.flatMap((entry) => (entry.kind === "call" && isDone(entry) ? [entry] : []));
  const marked = calls.some(({ path }) => path.includes(`/instances/${change.subject}/setMetadata`));
  const anew = calls.some(({ method, path }) => method === "POST" && /\/instances\?/.test(path));
  const plain = marked && (anew || calls.length % 2 === 0);
  return commandOf(plain ? { command: "apply" } : change);
}

/** An entry of the journal, for people. */
export function wordsOf(entry: JournalEntry): string {
  const what = entry.kind === "driver" ? `${entry.event} of ${entry.subject}` : `${entry.method} ${entry.path}`;
  return `${what}, entry ${entry.sequence}`;
}

/** Leaves what happened where it can be looked at. Answers where that is. */
export async function keep(
  bench: Workbench,
  name: string,
  runs: readonly Ended[],
  problems: readonly string[],
): Promise<string> {
  const folder = join(tmpdir(), `quorate-crash-${name.replace(/\W+/g, "-")}`);
  await mkdir(folder, { recursive: true });
  const journal = bench.journal().map((entry) => JSON.stringify(entry));
  await writeFile(join(folder, "journal.jsonl"), `${journal.join("\n")}\n`);
  await writeFile(join(folder, "problems.txt"), `${problems.join("\n")}\n`);
  const said = runs.map(({ stdout, stderr, code }) => `${stdout}\n${stderr}\nended with ${code}\n`);
  await writeFile(join(folder, "runs.txt"), said.join("\n"));
  return folder;
}
