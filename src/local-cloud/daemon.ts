import { spawn } from "node:child_process";
import { closeSync, mkdirSync, openSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { claim, type DaemonRecord, isAlive, publish, readRecord, removeRecord } from "./daemon-record.ts";
import { environmentOf, type LocalCloud, type LocalCloudOptions, startLocalCloud } from "./local-cloud.ts";
import { StateDirectory } from "./state-directory.ts";

/** A local cloud that runs in the background. */
export interface Daemon {
  readonly pid: number;
  readonly port: number;
  readonly url: string;
  readonly environment: Record<string, string>;
  /** Whether it ran already. */
  readonly found: boolean;
}

export interface StartOptions {
  /** Where state, journal, log and `daemon.json` are kept. */
  readonly directory: string;
  /** 0: any free port. */
  readonly port: number;
  /** The program that calls `serveDaemon`, with its arguments; `--directory` and `--port` are added. */
  readonly command: readonly string[];
  /** How long to wait until it answers; 15 s by default. */
  readonly timeoutMs?: number;
}

const pollMs = 25;

/** The daemon of a directory, if it runs: its record is there, and it answers with the same process ID. */
export async function findDaemon(directory: string): Promise<Daemon | null> {
  const record = readRecord(directory);
  if (record === null || record.port === null) return null;
  const url = `http://127.0.0.1:${record.port}`;
  if ((await answeringProcess(url)) !== record.pid) return null;
  return { pid: record.pid, port: record.port, url, environment: environmentOf(url), found: true };
}

/** Starts a daemon, or finds the one that runs. Throws with the end of its log when it does not come up. */
export async function startDaemon({ directory, port, command, timeoutMs = 15_000 }: StartOptions): Promise<Daemon> {
  const running = await findDaemon(directory);
  if (running !== null) return running;
  mkdirSync(directory, { recursive: true });
  const logPath = join(directory, "daemon.log");
  const log = openSync(logPath, "w");
  const [program = "", ...given] = command;
  const child = spawn(program, [...given, "--directory", directory, "--port", String(port)], {
    detached: true,
    stdio: ["ignore", log, log],
  });
  closeSync(log);
  let ended: string | null = null;
  child.once("error", (error) => {
    ended = error.message;
  });
  child.once("exit", (code, signal) => {
    ended = `it ended with ${signal ?? code}`;
  });
  child.unref();
  for (const deadline = Date.now() + timeoutMs; Date.now() < deadline; await pause(pollMs)) {
    const daemon = await findDaemon(directory);
    if (daemon !== null) {
      const found = daemon.pid !== child.pid;
      if (found) child.kill();
      return { ...daemon, found };
    }
    if (ended !== null && !isAlive(readRecord(directory)?.pid ?? 0)) break;
  }
  if (ended === null) child.kill();
  const end = readFileSync(logPath, "utf8").trim().split("\n").slice(-5).join("\n");
  throw new Error(
    `The local cloud did not start: ${ended ?? `no answer for ${timeoutMs} ms`}.${end ? `\n${end}` : ""}`,
  );
}

/** Stops the daemon of a directory. False when none runs; a process that is not ours is never touched. */
export async function stopDaemon(directory: string, timeoutMs = 10_000): Promise<boolean> {
  const daemon = await findDaemon(directory);
  if (daemon === null) return false;
  process.kill(daemon.pid, "SIGTERM");
  for (const deadline = Date.now() + timeoutMs; isAlive(daemon.pid); await pause(pollMs))
    if (Date.now() > deadline) throw new Error(`The local cloud (process ${daemon.pid}) does not stop.`);
  return true;
}

/** Empties the cloud of a directory, whether it runs or not. */
export async function resetDaemon(directory: string): Promise<void> {
  const daemon = await findDaemon(directory);
  if (daemon === null) new StateDirectory(directory).clear();
  else if (!(await fetch(`${daemon.url}/local/v1/reset`, { method: "POST" })).ok)
    throw new Error(`The local cloud at ${daemon.url} could not be reset.`);
}

/** Ends the processes of an instance in a directory's cloud. False where no cloud runs or it has no such instance. */
export async function killInstance(directory: string, instance: string): Promise<boolean> {
  const daemon = await findDaemon(directory);
  if (daemon === null) return false;
  const path = `/local/v1/instances/${encodeURIComponent(instance)}:kill`;
  return (await fetch(`${daemon.url}${path}`, { method: "POST" })).ok;
}

/**
 * What the daemon's program does: serves the directory's cloud until SIGTERM or SIGINT. Throws when another process
 * serves it, or is about to.
 */
export async function serveDaemon(options: LocalCloudOptions & { readonly directory: string }): Promise<LocalCloud> {
  const { directory } = options;
  const record = readRecord(directory);
  if ((record !== null && (await isServed(record))) || !claim(directory, record))
    throw new Error(`Another process serves ${directory}.`);
  const cloud = await startLocalCloud(options).catch((error: unknown) => {
    removeRecord(directory);
    throw error;
  });
  const stop = (): void => {
    void cloud.stop().finally(() => {
      removeRecord(directory);
      process.exit(0);
    });
  };
  process.once("SIGTERM", stop);
  process.once("SIGINT", stop);
  if (publish(directory, cloud.port)) return cloud;
  await cloud.stop();
  throw new Error(`Another process serves ${directory}.`);
}

async function isServed({ pid, port }: DaemonRecord): Promise<boolean> {
  return port === null ? isAlive(pid) : (await answeringProcess(`http://127.0.0.1:${port}`)) === pid;
}

/** The ID of the process that answers as a local cloud at `url`; null when none does. */
async function answeringProcess(url: string): Promise<unknown> {
  try {
    const response = await fetch(`${url}/local/v1/health`, { signal: AbortSignal.timeout(2000) });
    return Object(await response.json())["pid"] ?? null;
  } catch {
    return null;
  }
}
