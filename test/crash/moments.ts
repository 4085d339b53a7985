import { readFileSync, statSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { JournalEntry } from "../../src/local-cloud/journal.ts";
import { Workbench } from "../workflow/workbench.ts";
import { type Change, commandOf } from "./change.ts";
import { judgeEnd } from "./judge-end.ts";
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

/** An uninterrupted change, moment by moment. */
export interface Recording {
  readonly moments: readonly Moment[];
  readonly journal: Buffer;
  /** What is wrong with the change itself. */
  readonly problems: readonly string[];
}

/** Makes a change, and remembers the cloud at every write and at everything that instances do. */
export async function recordMoments(change: Change, start: StartState): Promise<Recording> {
  const moments: Moment[] = [];
  let recording = false;
  const bench = await Workbench.open({
    from: start.folder,
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
    const ended = await bench.start(commandOf(change)).ended;
    recording = false;
    const problems = await judgeEnd(bench, change, start, ended);
    const journal = readFileSync(join(bench.directory, "cloud", "journal.jsonl"));
    return { moments, journal, problems };
  } finally {
    await bench.close();
  }
}

/** Makes a folder of a moment, which a cloud can go on from. */
export async function restore({ state, bytes }: Moment, journal: Buffer, folder: string): Promise<void> {
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, "state.json"), state);
  await writeFile(join(folder, "journal.jsonl"), journal.subarray(0, bytes));
}
