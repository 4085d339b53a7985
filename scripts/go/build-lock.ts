import { mkdir, readFile, rename, rm, stat, utimes, writeFile } from "node:fs/promises";
import { hostname } from "node:os";
import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";

/** Times in milliseconds. */
export interface BuildLockOptions {
  /** How long to wait for somebody else's build. */
  readonly patience: number;
  /** How often a waiter looks, and how often an owner shows that it is alive. */
  readonly interval: number;
  /** An owner that has shown nothing for so long is dead. */
  readonly deadAfter: number;
  /** Called once, when another process holds the lock. */
  onWait?(owner: string): void;
  /** Waiting ends early, without the lock, once this is true. */
  isDone(): Promise<boolean>;
}

/** A held lock; its directory is free for the owner's use and goes with it. */
export interface BuildLock {
  readonly directory: string;
  release(): Promise<void>;
}

/**
 * Takes the lock that is the directory `path`, waiting for a living owner and taking over from a dead one.
 *
 * Two waiters may in a rare moment both think the same owner dead and both go on. What the lock guards must therefore be
 * published by a rename: then that costs work, never correctness.
 *
 * @returns the lock, "done" when `isDone` became true, "busy" when patience ran out.
 */
export async function takeBuildLock(path: string, options: BuildLockOptions): Promise<BuildLock | "done" | "busy"> {
  const giveUpAt = Date.now() + options.patience;
  let waiting = false;
  for (;;) {
    if (await isCreated(path)) return hold(path, options.interval);
    if (await options.isDone()) return "done";
    if (await isDead(path, options.deadAfter)) {
      await remove(path);
      continue;
    }
    if (Date.now() > giveUpAt) return "busy";
    if (!waiting) options.onWait?.(await readOwner(path));
    waiting = true;
    await delay(options.interval);
  }
}

async function isCreated(path: string): Promise<boolean> {
  try {
    await mkdir(path);
    return true;
  } catch (error) {
    if (hasCode(error, "EEXIST")) return false;
    throw error;
  }
}

async function hold(path: string, interval: number): Promise<BuildLock> {
  const ownerFile = join(path, "owner");
  await writeFile(ownerFile, `${hostname()} ${process.pid}`);
  const heartbeat = setInterval(() => {
    const now = new Date();
    utimes(ownerFile, now, now).catch(() => {
      // Somebody thought us dead and took over; publishing by rename sorts that out.
    });
  }, interval);
  heartbeat.unref();
  return {
    directory: path,
    release: async () => {
      clearInterval(heartbeat);
      await remove(path);
    },
  };
}

async function isDead(path: string, deadAfter: number): Promise<boolean> {
  const [host, pid] = (await readOwner(path)).split(" ");
  if (host === hostname() && pid !== undefined && !isRunning(Number(pid))) return true;
  // No owner file yet: judge by the directory itself.
  for (const file of [join(path, "owner"), path]) {
    const found = await stat(file).catch(() => null);
    if (found !== null) return Date.now() - found.mtimeMs > deadAfter;
  }
  return false;
}

/** `HOST PID` of whoever holds the lock; an empty text while it is only just being taken. */
async function readOwner(path: string): Promise<string> {
  return readFile(join(path, "owner"), "utf8").catch(() => "");
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return !hasCode(error, "ESRCH");
  }
}

/** The rename first, so that no half-removed directory looks like a lock. */
async function remove(path: string): Promise<void> {
  const away = `${path}.${process.pid}.${Date.now()}`;
  try {
    await rename(path, away);
  } catch (error) {
    if (hasCode(error, "ENOENT")) return;
    throw error;
  }
  await rm(away, { recursive: true, force: true });
}

function hasCode(error: unknown, code: string): boolean {
  return typeof error === "object" && error !== null && "code" in error && error.code === code;
}
