import { readFileSync, statSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { JournalEntry } from "../../../src/local-cloud/journal.ts";
import { Workbench } from "../../kit/run/workbench.ts";
import type { Change } from "./change.ts";
import { judgeEnd } from "./judge-end.ts";
import { keep } from "./keep.ts";
import { nextCommand } from "./next-command.ts";
import { hasty, type StartState } from "./start-states.ts";
import { watched } from "./watched.ts";

/**
 * A cloud right after something was written to it or happened in it, and before anybody was told. A run that is killed
 * then leaves exactly this: beside the cloud, where state and locks are too, a run keeps nothing.
 */
export interface Moment {
  /** What has just been written or has happened. */
  readonly entry: JournalEntry;
  /** The content of `state.json`. */
  readonly state: string;
  /** Of the journal, until then. */
  readonly bytes: number;
}

/** A run that came to its end, moment by moment. */
export interface Recording {
  readonly moments: readonly Moment[];
  readonly journal: Buffer;
  /** What is not as it should be in the end, in words. */
  readonly problems: readonly string[];
}

/** Makes a change, and remembers the cloud at every write and at everything that instances do. */
export function recordMoments(change: Change, start: StartState): Promise<Recording> {
  return record(change, start, start.folder, "the beginning");
}

/** Finishes a change from a moment at which a run has died, and remembers the cloud likewise. */
export async function goOn(
  change: Change,
  start: StartState,
  { journal }: Recording,
  { entry, state, bytes }: Moment,
): Promise<Recording> {
  const folder = await mkdtemp(join(tmpdir(), "quorate-moment-"));
  try {
    await writeFile(join(folder, "state.json"), state);
    await writeFile(join(folder, "journal.jsonl"), journal.subarray(0, bytes));
    return await record(change, start, folder, wordsOf(entry));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** An entry of the journal, for people. */
function wordsOf(entry: JournalEntry): string {
  const what = entry.kind === "driver" ? `${entry.event} of ${entry.subject}` : `${entry.method} ${entry.path}`;
  return `${what}, entry ${entry.sequence}`;
}

async function record(change: Change, start: StartState, from: string, after: string): Promise<Recording> {
  const moments: Moment[] = [];
  let recording = false;
  const bench = await Workbench.open({
    from,
    driver: (directory) => {
      const look = () => {
        const entry = recording ? bench.journal().at(-1) : undefined;
        if (entry === undefined || entry.sequence === moments.at(-1)?.entry.sequence) return;
        const state = readFileSync(join(directory, "state.json"), "utf8");
        moments.push({ entry, state, bytes: statSync(join(directory, "journal.jsonl")).size });
      };
      return watched(hasty(), look);
    },
  });
  try {
    await bench.write({ zones: change.to });
    recording = true;
    const ended = await bench.start(nextCommand(change, bench.journal(start.mark))).ended;
    recording = false;
    const problems = await judgeEnd(bench, change, start, ended);
    if (problems.length > 0) {
      const kept = await keep(bench, `${change.name} after ${after}`.slice(0, 200), [ended], problems);
      problems.unshift(`${change.name}, after ${after} (kept in ${kept}):`);
    }
    const journal = readFileSync(join(bench.directory, "cloud", "journal.jsonl"));
    return { moments, journal, problems };
  } finally {
    await bench.close();
  }
}
