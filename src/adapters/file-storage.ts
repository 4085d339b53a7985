import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname, resolve } from "node:path";
import type { Storage } from "../workflow/ports.ts";

/**
 * State and lock in files below a directory, for one person on one machine. The file system compares and swaps only
 * where it creates; taking over a dead run's lock is not atomic, and Terraform's own lock is what then keeps two runs
 * from writing state at once.
 */
export function fileStorage(directory: string, path: string, prefix: string): Storage {
  const state = resolve(directory, path, prefix, "terraform.tfstate");
  const lock = resolve(directory, path, prefix, "quorate.lock");
  const read = async () => {
    const text = await readIfThere(lock);
    return text === undefined ? undefined : { text, version: text };
  };
  return {
    readState: () => readIfThere(state),
    lock: {
      read,
      write: async (text, ifVersion) => {
        await mkdir(dirname(lock), { recursive: true });
        if (ifVersion === null) return (await createOnly(lock, text)) ? text : undefined;
        if ((await read())?.version !== ifVersion) return undefined;
        const fresh = `${lock}.${process.pid}`;
        await writeFile(fresh, text);
        await rename(fresh, lock);
        return text;
      },
      clear: async (version) => {
        if ((await read())?.version === version) await rm(lock, { force: true });
      },
    },
    backendConfig: { path: state },
  };
}

async function createOnly(file: string, text: string): Promise<boolean> {
  try {
    await writeFile(file, text, { flag: "wx" });
    return true;
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "EEXIST") return false;
    throw error;
  }
}

async function readIfThere(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return undefined;
    throw error;
  }
}
