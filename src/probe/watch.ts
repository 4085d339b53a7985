import { parseStatus, type StatusReport } from "../topology/status-report.ts";
import type { Replica } from "../topology/topology.ts";

/** Fetches what a replica reports, as text; undefined when there is nothing. */
export type ReadStatus = (replica: Replica) => Promise<string | undefined>;

/** Reports that are known to be of now, by replica name. Who is missing is unknown, and unknown is not healthy. */
export type Snapshot = ReadonlyMap<string, StatusReport>;

/**
 * A report whose sequence has stood still for longer than this is of the past; and after a longer time without a look
 * nobody knows when it moved. Agents report every ten seconds.
 */
const freshMs = 45_000;

/**
 * Looks at replicas again and again and believes only reports that move: a sequence that was seen once may be a dead
 * replica's last word. Time is passed in.
 */
export class Watch {
  readonly #read: ReadStatus;
  readonly #now: () => number;
  readonly #seen = new Map<string, { sequence: number; lookedAt: number; advancedAt: number | undefined }>();

  constructor(read: ReadStatus, now: () => number) {
    this.#read = read;
    this.#now = now;
  }

  async look(replicas: readonly Replica[]): Promise<Snapshot> {
    const reports = await Promise.all(replicas.map(async (replica) => [replica, await this.#read(replica)] as const));
    const fresh = new Map<string, StatusReport>();
    for (const [replica, text] of reports) {
      const report = text === undefined ? undefined : parseStatus(text);
      if (report?.name === replica.name && this.#isFresh(report)) fresh.set(replica.name, report);
    }
    return fresh;
  }

  /**
   * Looks until every replica has shown a sign of life and one of them leads etcd, or until the time (in milliseconds) is
   * up; who is silent then is unknown. `pause` waits between two looks and answers whether to go on.
   */
  async settle(replicas: readonly Replica[], withinMs: number, pause: () => Promise<boolean>): Promise<Snapshot> {
    const deadline = this.#now() + withinMs;
    for (;;) {
      const snapshot = await this.look(replicas);
      const led = [...snapshot.values()].some(({ role }) => role === "leader");
      if (led && snapshot.size === replicas.length) return snapshot;
      if (this.#now() >= deadline || !(await pause())) return snapshot;
    }
  }

  /** What a replica has said so far is of the past: it was stopped since, and has to show anew that it lives. */
  forget(name: string): void {
    this.#seen.delete(name);
  }

  #isFresh({ name, sequence }: StatusReport): boolean {
    const now = this.#now();
    const before = this.#seen.get(name);
    const moved = before !== undefined && before.sequence !== sequence && now - before.lookedAt <= freshMs;
    const advancedAt = moved ? now : before?.advancedAt;
    this.#seen.set(name, { sequence, lookedAt: now, advancedAt });
    return advancedAt !== undefined && now - advancedAt <= freshMs;
  }
}
