import { constants, type Stats } from "node:fs";
import { lstat, open, realpath } from "node:fs/promises";
import { isAbsolute, relative } from "node:path";
import type { Problem } from "../cluster/problem.ts";

/** What a file holds, or why nobody should know. */
export type ReadText = { readonly text: string } | { readonly problem: Problem };

/** As much as the parser takes. */
export const mostBytes = 1024 * 1024;
/** Most cluster files fit into one; a thousand files of the most that is allowed would not fit into memory. */
const chunkBytes = 8 * 1024;

/**
 * Reads a text file that lies, links followed, in the folder `root` (a real path). Never waits for a pipe or a device,
 * and reads no more than the parser takes. Never throws for what is on the disk.
 */
export async function readText(file: string, root: string): Promise<ReadText> {
  try {
    const real = await realpath(file);
    if (!liesIn(real, root)) return { problem: leadsOut };
    const kind = oddKind(await lstat(real));
    if (kind !== undefined) return { problem: notAFile(kind) };
    return await readRegular(real);
  } catch (error) {
    return { problem: unreadable(error) };
  }
}

/** Whether a real path lies in a folder, and not in what Git keeps there, which may hold credentials. */
export function liesIn(real: string, root: string): boolean {
  const below = relative(root, real);
  return !isAbsolute(below) && !below.split(/[\\/]/).some((segment) => segment === ".." || segment === ".git");
}

/** What an error of the file system means for somebody who named a file. */
export function unreadable(error: unknown): Problem {
  const reason = codeOf(error) ?? String(error);
  const message = reason === "ENOENT" ? "There is no such file" : `The file cannot be read (${reason})`;
  return { code: "Q060", message, remedy: "Check the path; without one, the files in clusters/ are taken" };
}

/** The code of an error of the system, such as ENOENT. */
export function codeOf(error: unknown): string | undefined {
  return typeof error === "object" && error !== null && "code" in error ? String(error.code) : undefined;
}

/** A file that must not be read because of where it leads. */
export const leadsOut: Problem = {
  code: "Q063",
  message: "A symbolic link leads out of the folder",
  remedy: "Put the file itself there, or name the file that is meant",
};

export const tooLarge: Problem = {
  code: "Q005",
  message: "The file has more than 1 MiB",
  remedy: "Write one cluster a file, and nothing else in it",
};

/** A file's bytes as text; a byte order mark stays, for the parser to see. */
export function decode(bytes: Uint8Array): ReadText {
  try {
    return { text: new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes) };
  } catch {
    return {
      problem: {
        code: "Q066",
        message: "The file is not text in UTF-8",
        remedy: "Save it as UTF-8; clusters are text",
      },
    };
  }
}

async function readRegular(real: string): Promise<ReadText> {
  // Whatever has taken the file's place since it was looked at must not be followed, nor make the opening wait.
  const handle = await open(real, constants.O_RDONLY | constants.O_NONBLOCK | constants.O_NOFOLLOW);
  try {
    const stats = await handle.stat();
    const kind = oddKind(stats);
    if (kind !== undefined) return { problem: notAFile(kind) };
    if (stats.size > mostBytes) return { problem: tooLarge };
    const chunks: Buffer[] = [];
    let length = 0;
    for (;;) {
      const { bytesRead, buffer } = await handle.read(Buffer.allocUnsafe(chunkBytes), 0, chunkBytes, null);
      if (bytesRead === 0) return decode(Buffer.concat(chunks));
      chunks.push(buffer.subarray(0, bytesRead));
      length += bytesRead;
      if (length > mostBytes) return { problem: tooLarge };
    }
  } finally {
    await handle.close();
  }
}

function oddKind(stats: Stats): string | undefined {
  if (stats.isFile()) return undefined;
  if (stats.isDirectory()) return "a folder";
  if (stats.isFIFO()) return "a pipe";
  return stats.isSocket() ? "a socket" : "a device";
}

function notAFile(kind: string): Problem {
  return { code: "Q062", message: `This is ${kind}, not a file`, remedy: "Name a file, or move this elsewhere" };
}
