type Undo = () => void;

/** Rows by key. Rows are values: they are replaced, never changed, so that a transaction can be taken back. */
export class Table<T> {
  #rows = new Map<string, T>();
  readonly #record: (undo: Undo) => void;

  constructor(record: (undo: Undo) => void) {
    this.#record = record;
  }

  get(key: string): T | undefined {
    return this.#rows.get(key);
  }

  set(key: string, row: T): void {
    this.#remember(key);
    this.#rows.set(key, row);
  }

  delete(key: string): boolean {
    this.#remember(key);
    return this.#rows.delete(key);
  }

  values(): readonly T[] {
    return [...this.#rows.values()];
  }

  entries(): readonly (readonly [string, T])[] {
    return [...this.#rows.entries()];
  }

  /** Puts other rows in the place of all rows. Not part of any transaction. */
  load(entries: readonly (readonly [string, T])[]): void {
    this.#rows = new Map(entries);
  }

  #remember(key: string): void {
    const rows = this.#rows;
    const before = rows.get(key);
    this.#record(() => {
      if (before === undefined) rows.delete(key);
      else rows.set(key, before);
    });
  }
}

/** Tables that change together: what fails halfway is taken back in all of them. Has no clock and does no I/O. */
export class Tables {
  #undo: Undo[] | null = null;

  /** Runs `work`; when it throws, nothing of it stays. */
  transact<T>(work: () => T): T {
    return this.#run(work, false);
  }

  /** Runs `work` to see whether it throws. Nothing of it stays. */
  rehearse(work: () => void): void {
    this.#run(work, true);
  }

  /** All tables as plain data. */
  toJSON(): Readonly<Record<string, unknown>> {
    return Object.fromEntries(this.#tables().map(([name, table]) => [name, table.entries()]));
  }

  /** Takes over what `toJSON` gave; with `{}` the store is empty. */
  load(data: Readonly<Record<string, unknown>>): void {
    for (const [name, table] of this.#tables()) {
      const rows = data[name];
      table.load(Array.isArray(rows) ? (rows as [string, never][]) : []);
    }
  }

  protected table<T>(): Table<T> {
    return new Table((undo) => this.#undo?.push(undo));
  }

  #tables(): [string, Table<unknown>][] {
    return Object.entries(this).filter((entry): entry is [string, Table<unknown>] => entry[1] instanceof Table);
  }

  #run<T>(work: () => T, takeBack: boolean): T {
    const outer = this.#undo;
    const log: Undo[] = [];
    this.#undo = log;
    let done = false;
    try {
      const result = work();
      done = true;
      return result;
    } finally {
      this.#undo = outer;
      if (done && !takeBack) outer?.push(...log);
      else for (const undo of log.reverse()) undo();
    }
  }
}
