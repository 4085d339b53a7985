import { appendFileSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import type { JournalEntry } from "./journal.ts";

/** What is kept between two runs of a local cloud. */
export interface SavedState {
  readonly store: Readonly<Record<string, unknown>>;
  readonly driver: unknown;
}

/**
 * A directory that keeps a local cloud's state: `state.json`, which is always whole, and `journal.jsonl`. Everything is
 * synchronous, so that an answer is never given before what it says is on disk.
 */
export class StateDirectory {
  readonly #state: string;
  readonly #journal: string;
  readonly #disks: readonly string[];

  constructor(directory: string) {
    mkdirSync(directory, { recursive: true });
    this.#state = join(directory, "state.json");
    this.#journal = join(directory, "journal.jsonl");
    this.#disks = ["machines", "disks"].map((folder) => join(directory, folder));
  }

  /** The saved state; null in a new directory. */
  load(): SavedState | null {
    return existsSync(this.#state) ? (JSON.parse(readFileSync(this.#state, "utf8")) as SavedState) : null;
  }

  save(state: SavedState): void {
    const next = `${this.#state}.next`;
    writeFileSync(next, JSON.stringify(state));
    renameSync(next, this.#state);
  }

  /** The journal so far. A last line that was torn by a crash is left out. */
  loadJournal(): readonly JournalEntry[] {
    if (!existsSync(this.#journal)) return [];
    const lines = readFileSync(this.#journal, "utf8").split("\n").slice(0, -1);
    return lines.map((line) => JSON.parse(line) as JournalEntry);
  }

  append(entry: JournalEntry): void {
    appendFileSync(this.#journal, `${JSON.stringify(entry)}\n`);
  }

  /** Forgets everything, and what drivers keep on disk. */
  clear(): void {
    for (const folder of this.#disks) rmSync(folder, { recursive: true, force: true });
    rmSync(this.#state, { force: true });
    rmSync(this.#journal, { force: true });
  }
}
