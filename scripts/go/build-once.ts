import { createHash } from "node:crypto";
import { access, mkdir, rename } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { BuildError } from "./build-error.ts";
import { takeBuildLock } from "./build-lock.ts";

export interface BuildOnce {
  /** What is built, for people: "the google provider". */
  readonly what: string;
  /** The folder for all builds of its kind below the user's cache. */
  readonly kind: string;
  /** Everything that decides what comes out. */
  readonly inputs: unknown;
  /** Fills the folder `draft`, which is then moved to `home` as a whole. */
  build(draft: string, home: string): Promise<void>;
  log(line: string): void;
}

/**
 * The folder that holds what `build` makes of these inputs: built once into the user's cache, at once ever after.
 * Processes that ask at the same time share one build. Throws BuildError.
 */
export async function buildOnce({ what, kind, inputs, build, log }: BuildOnce): Promise<string> {
  const key = createHash("sha256").update(JSON.stringify(inputs)).digest("hex").slice(0, 16);
  const cache = join(process.env["XDG_CACHE_HOME"] || join(homedir(), ".cache"), "quorate", kind);
  const home = join(cache, key);
  const isDone = () => exists(home);
  if (await isDone()) return home;

  await mkdir(cache, { recursive: true });
  const lock = await takeBuildLock(`${home}.lock`, {
    patience: 20 * 60_000,
    interval: 1000,
    deadAfter: 60_000,
    onWait: (owner) => log(`waiting for the build of ${what} by ${owner || "another process"}`),
    isDone,
  });
  if (lock === "done") return home;
  if (lock === "busy") {
    throw new BuildError(
      "build-busy",
      `Another process has been building ${what} for 20 minutes.`,
      `End it, or remove ${home}.lock.`,
    );
  }
  try {
    if (await isDone()) return home;
    const draft = join(lock.directory, "draft");
    await mkdir(draft);
    await build(draft, home);
    await rename(draft, home).catch(async (error: unknown) => {
      if (!(await isDone())) throw error;
    });
  } finally {
    await lock.release();
  }
  return home;
}

async function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false,
  );
}
