import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { resetDaemon, stopDaemon } from "../../src/local-cloud/daemon.ts";
import { claim, removeRecord } from "../../src/local-cloud/daemon-record.ts";

/** Where the local cloud is kept, as `quorate local` has it for a folder. */
const cloudPath = join(".quorate", "local-cloud");

/** The folder that a demo plays in. */
export interface DemoFolder {
  readonly cloudDirectory: string;
  /** Gives the folder to whoever comes next; what is in it stays. */
  release(): void;
}

/**
 * Makes a folder this demo's own and empties it; a local cloud that an earlier demo's reader has left running there is
 * stopped. Throws when another demo is at work in it.
 */
export async function takeFolder(directory: string): Promise<DemoFolder> {
  const cloudDirectory = join(directory, cloudPath);
  await stopDaemon(cloudDirectory);
  if (!claim(cloudDirectory)) throw new FolderBusyError(directory);
  await resetDaemon(cloudDirectory);
  const old = (await readdir(directory)).filter((name) => name !== ".quorate");
  const paths = [...old, join(".quorate", "work")].map((name) => join(directory, name));
  await Promise.all(paths.map((path) => rm(path, { recursive: true, force: true })));
  return { cloudDirectory, release: () => removeRecord(cloudDirectory) };
}

class FolderBusyError extends Error {
  readonly remedy = "Wait for it to end.";

  constructor(directory: string) {
    super(`Another demo is at work in ${directory}.`);
    this.name = "FolderBusyError";
  }
}
