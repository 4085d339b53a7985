import { randomBytes } from "node:crypto";
import { constants } from "node:fs";
import { access, chmod, lstat, mkdir, readlink, rename, rm, writeFile } from "node:fs/promises";
import { basename, dirname, join } from "node:path";
import type { Problem } from "../cluster/problem.ts";
import { quote } from "../cluster/quote.ts";

/**
 * Puts a text in the place of a regular file's, at once: a reader sees the old or the new text, a crash leaves one of
 * them. The file's mode stays. A symbolic link is refused, because the link would be replaced, not what it points to.
 */
export async function replaceFile(file: string, text: string): Promise<Problem | undefined> {
  try {
    const stats = await lstat(file);
    if (stats.isSymbolicLink()) return symbolicLink(await readlink(file));
    await access(file, constants.W_OK);
    const fresh = join(dirname(file), `.${basename(file)}.${randomBytes(6).toString("hex")}`);
    try {
      await writeFile(fresh, text, { flag: "wx", mode: stats.mode, flush: true });
      await chmod(fresh, stats.mode);
      await rename(fresh, file);
    } catch (error) {
      await rm(fresh, { force: true });
      throw error;
    }
    return undefined;
  } catch (error) {
    return unwritable(error);
  }
}

/** Writes a file that is not there yet, with the folders above it. "exists" where there is one already: it stays. */
export async function createFile(file: string, text: string): Promise<"created" | "exists" | Problem> {
  try {
    await mkdir(dirname(file), { recursive: true });
    await writeFile(file, text, { flag: "wx" });
    return "created";
  } catch (error) {
    return codeOf(error) === "EEXIST" ? "exists" : unwritable(error);
  }
}

function symbolicLink(target: string): Problem {
  const message = `The file is a symbolic link to ${quote(target)}, and writing would replace the link`;
  return { code: "Q072", message, remedy: "Name the file that it points to" };
}

function unwritable(error: unknown): Problem {
  const message = `The file cannot be written (${codeOf(error)})`;
  return { code: "Q073", message, remedy: "Check the permissions and the space of its folder; nothing has changed" };
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : String(error);
}
