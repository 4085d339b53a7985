import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import * as z from "zod";

const recordShape = z.object({ pid: z.number().int().positive(), port: z.number().int().nullable() });

/** What `daemon.json` says: who serves the directory's cloud, and where; the port is null until it listens. */
export type DaemonRecord = z.output<typeof recordShape>;

/** The record in a directory; null when there is none that can be read. */
export function readRecord(directory: string): DaemonRecord | null {
  try {
    return recordShape.parse(JSON.parse(readFileSync(pathOf(directory), "utf8")));
  } catch {
    return null;
  }
}

/**
 * Makes a directory this process's own. A record of a process that is gone is in nobody's way; nor is `stale`, which the
 * caller has found to be nobody's. False when another process has the directory, or was faster.
 */
export function claim(directory: string, stale: DaemonRecord | null = abandoned(directory)): boolean {
  mkdirSync(directory, { recursive: true });
  if (stale !== null && JSON.stringify(readRecord(directory)) === JSON.stringify(stale))
    rmSync(pathOf(directory), { force: true });
  try {
    writeFileSync(pathOf(directory), JSON.stringify({ pid: process.pid, port: null }), { flag: "wx" });
    return true;
  } catch {
    return false;
  }
}

/** Says where this process listens. False when the directory is another process's by now. */
export function publish(directory: string, port: number): boolean {
  if (readRecord(directory)?.pid !== process.pid) return false;
  const next = `${pathOf(directory)}.${process.pid}`;
  writeFileSync(next, JSON.stringify({ pid: process.pid, port }));
  renameSync(next, pathOf(directory));
  return true;
}

/** Gives the directory up, if it is still this process's own. */
export function removeRecord(directory: string): void {
  if (readRecord(directory)?.pid === process.pid) rmSync(pathOf(directory), { force: true });
}

/** Whether there is a process of that ID; 0 is nobody's. */
export function isAlive(pid: number): boolean {
  if (pid === 0) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

function abandoned(directory: string): DaemonRecord | null {
  const record = readRecord(directory);
  return record !== null && !isAlive(record.pid) ? record : null;
}

function pathOf(directory: string): string {
  return join(directory, "daemon.json");
}
