import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";

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

/** Makes a directory this process's own. False when another process that lives has it. */
export function claim(directory: string): boolean {
  mkdirSync(directory, { recursive: true });
  const record = readRecord(directory);
  if (record !== null && record.pid !== process.pid && isAlive(record.pid)) return false;
  removeRecord(directory);
  try {
    writeFileSync(pathOf(directory), JSON.stringify({ pid: process.pid, port: null }), { flag: "wx" });
    return true;
  } catch {
    return false;
  }
}

/** Says where this process listens. */
export function publish(directory: string, port: number): void {
  const next = `${pathOf(directory)}.next`;
  writeFileSync(next, JSON.stringify({ pid: process.pid, port }));
  renameSync(next, pathOf(directory));
}

export function removeRecord(directory: string): void {
  rmSync(pathOf(directory), { force: true });
}

/** Whether there is a process of that ID. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return error instanceof Error && "code" in error && error.code === "EPERM";
  }
}

function pathOf(directory: string): string {
  return join(directory, "daemon.json");
}
