import * as z from "zod";
import type { Clock, Owner, Slot } from "./ports.ts";

/** A run as the locks in Terraform's state name it: by whom, `user@host`, and not before, in milliseconds since the epoch. */
const runSchema = z.object({ who: z.string(), startedAt: z.number() });
export type DeadRun = z.infer<typeof runSchema>;

/** What the lock says of the run that holds it. */
const recordSchema = z.object({
  runId: z.string(),
  who: z.string(),
  host: z.string(),
  pid: z.number(),
  operation: z.string(),
  startedAt: z.number(),
  heartbeatAt: z.number(),
  /** Dead runs that had the lock before: what they have left locked in Terraform's state may not be released yet. */
  inherited: z.array(runSchema).default([]),
});
export type LockRecord = z.infer<typeof recordSchema>;

/** Another run works on the cluster. */
export class LockHeldError extends Error {
  readonly code = "apply-lock-held";
  readonly remedy: string;

  constructor(record: LockRecord, now: number) {
    const seconds = Math.round((now - record.heartbeatAt) / 1000);
    super(
      `${record.operation} by ${record.who} (process ${record.pid}) holds the lock since ` +
        `${new Date(record.startedAt).toISOString()}; its last sign of life was ${seconds} s ago`,
    );
    this.name = "LockHeldError";
    this.remedy = `Wait for it, or stop it. A run that shows no sign of life for ${staleMs / 1000} s loses the lock by itself`;
  }
}

/** The lock was taken from us: this run was thought to be dead. */
export class LockLostError extends Error {
  readonly code = "apply-lock-lost";
  readonly remedy = "See which run holds it now; when it has ended, run the command again";
}

const heartbeatMs = 10_000;
const staleMs = 120_000;
const pollMs = 2_000;

export interface LockRequest {
  readonly slot: Slot;
  readonly owner: Owner;
  readonly clock: Clock;
  readonly operation: string;
  /** How long to wait for another run, in milliseconds. */
  readonly timeoutMs: number;
  readonly signal: AbortSignal;
  readonly onWait: (holder: LockRecord) => void;
}

/**
 * The lock that spans a whole apply; Terraform's own is released between steps. Its holder shows a sign of life every
 * ten seconds. A run that is dead (its process is gone from this host, or it has been silent for two minutes) loses it.
 */
export class ApplyLock {
  /** The dead run whose lock was taken over. */
  readonly predecessor: LockRecord | undefined;
  /** Aborted when the lock is lost. */
  readonly lost: AbortSignal;
  readonly #slot: Slot;
  readonly #lost = new AbortController();
  readonly #timer: NodeJS.Timeout;
  #record: LockRecord;
  #version: string;
  #beating: Promise<void> = Promise.resolve();

  private constructor(slot: Slot, record: LockRecord, version: string, clock: Clock, predecessor?: LockRecord) {
    this.#slot = slot;
    this.#record = record;
    this.#version = version;
    this.predecessor = predecessor;
    this.lost = this.#lost.signal;
    this.#timer = setInterval(() => {
      this.#beating = this.#beating.then(() => this.#beat({ ...this.#record, heartbeatAt: clock.now() }));
    }, heartbeatMs);
    this.#timer.unref();
  }

  /** Throws a LockHeldError when another run still holds it after the time-out. */
  static async acquire(request: LockRequest): Promise<ApplyLock> {
    const { slot, owner, clock, operation, timeoutMs, signal, onWait } = request;
    const deadline = clock.now() + timeoutMs;
    for (;;) {
      const now = clock.now();
      const { runId, who, host, pid } = owner;
      const held = await slot.read();
      const holder = held && parseRecord(held.text);
      const inherited = holder === undefined ? [] : [runOf(holder), ...holder.inherited];
      const record: LockRecord = { runId, who, host, pid, operation, startedAt: now, heartbeatAt: now, inherited };
      const dead = held !== undefined && (holder === undefined || isDead(holder, owner, now));
      if (held === undefined || dead) {
        const version = await slot.write(JSON.stringify(record), held?.version ?? null);
        if (version !== undefined) return new ApplyLock(slot, record, version, clock, holder);
        continue;
      }
      if (holder !== undefined && (now >= deadline || signal.aborted)) throw new LockHeldError(holder, now);
      if (holder !== undefined) onWait(holder);
      await clock.sleep(Math.min(pollMs, Math.max(0, deadline - now)), signal);
    }
  }

  /** The dead runs whose locks in Terraform's state may be released: the one whose place was taken, and those before it. */
  get dead(): readonly DeadRun[] {
    return this.#record.inherited;
  }

  /** Says that nothing of theirs is locked any more; whoever takes over from this run from then on does not look for it. */
  forgetDead(): void {
    this.#record = { ...this.#record, inherited: [] };
  }

  async release(): Promise<void> {
    clearInterval(this.#timer);
    await this.#beating;
    if (!this.lost.aborted) await this.#slot.clear(this.#version);
  }

  async #beat(record: LockRecord): Promise<void> {
    try {
      const version = await this.#slot.write(JSON.stringify(record), this.#version);
      if (version === undefined) this.#lost.abort(new LockLostError("The lock was taken over by another run"));
      else this.#version = version;
    } catch {
      // Storage that does not answer once is no loss; the next sign of life may get through.
    }
  }
}

function runOf({ who, startedAt }: LockRecord): DeadRun {
  return { who, startedAt };
}

function isDead(holder: LockRecord, owner: Owner, now: number): boolean {
  if (holder.host === owner.host) return !owner.isAlive(holder.pid);
  return now - holder.heartbeatAt > staleMs;
}

function parseRecord(text: string): LockRecord | undefined {
  try {
    return recordSchema.safeParse(JSON.parse(text)).data;
  } catch {
    return undefined;
  }
}
