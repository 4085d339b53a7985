import type { Facts } from "./facts.ts";
import type { FaultKind } from "./faults/kinds.ts";

interface Entry {
  /** Counts from 1, without gaps. */
  readonly sequence: number;
  /** Milliseconds since the Unix epoch. */
  readonly at: number;
  /** How things stood right after. */
  readonly facts: Facts;
}

/** A call that was to change something, accepted or refused; or any that an injected fault struck. */
export interface CallEntry extends Entry {
  readonly kind: "call";
  readonly method: string;
  /** With its query. */
  readonly path: string;
  /** What the caller was answered; 0 where an injected fault kept every answer from it. */
  readonly status: number;
  /** Google's reason, where the call was refused. */
  readonly reason?: string;
  /** The injected fault that struck the call, which may be a read then; and whether it was carried out all the same. */
  readonly fault?: { readonly kind: FaultKind; readonly carriedOut: boolean };
  /** `projects/p/zones/z/instances/n`, or `bucket/object`. */
  readonly resource?: string;
  /** JSON without anything secret. Contents of objects and of secrets are left out. */
  readonly body?: unknown;
}

/** A change that a call asked for and that happened, or was refused, later. */
export interface OperationEntry extends Entry {
  readonly kind: "operation";
  readonly method: string;
  readonly path: string;
  readonly resource: string;
  readonly outcome: "applied" | "refused";
  readonly reason?: string;
}

/** What an instance did. */
export interface DriverEvent {
  readonly event:
    | "booted"
    | "initialised"
    | "learner-added"
    | "promoted"
    | "leader-moved"
    | "member-removed"
    | "halted"
    | "stopped"
    | "killed";
  readonly project: string;
  readonly cluster: string;
  /** The name of the instance or member. */
  readonly subject: string;
  readonly detail?: string;
}

/** Something that an instance did by itself. */
export interface DriverEntry extends Entry, DriverEvent {
  readonly kind: "driver";
}

export type JournalEntry = CallEntry | OperationEntry | DriverEntry;

/** An entry before the journal has numbered it. */
export type NewEntry = JournalEntry extends infer E ? (E extends JournalEntry ? Omit<E, "sequence"> : never) : never;

/** Everything that was written to the cloud or happened in it, in order. */
export class Journal {
  #entries: JournalEntry[] = [];
  readonly #append: (entry: JournalEntry) => void;

  /** `append` is told of each new entry, so that it can be kept elsewhere too. */
  constructor(append: (entry: JournalEntry) => void, entries: readonly JournalEntry[] = []) {
    this.#append = append;
    this.#entries = [...entries];
  }

  add(entry: NewEntry): void {
    const numbered = { sequence: (this.#entries.at(-1)?.sequence ?? 0) + 1, ...entry } as JournalEntry;
    this.#entries.push(numbered);
    this.#append(numbered);
  }

  /** The entries after the one with that sequence number. */
  since(sequence: number): readonly JournalEntry[] {
    return this.#entries.filter((entry) => entry.sequence > sequence);
  }

  clear(): void {
    this.#entries = [];
  }
}
