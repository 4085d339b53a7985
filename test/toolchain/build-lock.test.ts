import { spawnSync } from "node:child_process";
import { access, mkdir, mkdtemp, rm, utimes, writeFile } from "node:fs/promises";
import { hostname, tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "@jest/globals";
import { type BuildLock, type BuildLockOptions, takeBuildLock } from "../../scripts/go/build-lock.ts";

let directory = "";

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "quorate-lock-"));
});

afterEach(async () => {
  await rm(directory, { recursive: true, force: true });
});

const options: BuildLockOptions = { patience: 60_000, interval: 5, deadAfter: 60_000, isDone: async () => false };

/** Takes the lock where it must be free. */
async function taken(path: string): Promise<BuildLock> {
  const lock = await takeBuildLock(path, options);
  if (typeof lock === "string") throw new Error(`the lock was not taken: ${lock}`);
  return lock;
}

async function ownedBy(owner: string): Promise<string> {
  const path = join(directory, "lock");
  await mkdir(path);
  await writeFile(join(path, "owner"), owner);
  return path;
}

test("a lock that is released leaves nothing and can be taken again", async () => {
  const path = join(directory, "lock");
  const lock = await taken(path);
  await writeFile(join(lock.directory, "draft"), "half a build");
  await lock.release();
  await expect(access(path)).rejects.toMatchObject({ code: "ENOENT" });
  await (await taken(path)).release();
});

test("who waits for a living owner is told so once and gets the lock after it", async () => {
  const path = join(directory, "lock");
  const first = await taken(path);
  const waits: string[] = [];
  const second = takeBuildLock(path, {
    ...options,
    onWait: (owner) => {
      waits.push(owner);
      void first.release();
    },
  });
  const lock = await second;
  expect(waits).toEqual([`${hostname()} ${process.pid}`]);
  if (typeof lock !== "string") await lock.release();
});

test("who waits ends without the lock when somebody else has done the work", async () => {
  const first = await taken(join(directory, "lock"));
  expect(await takeBuildLock(first.directory, { ...options, isDone: async () => true })).toBe("done");
  await first.release();
});

test("waiting is bounded", async () => {
  const first = await taken(join(directory, "lock"));
  expect(await takeBuildLock(first.directory, { ...options, patience: 20 })).toBe("busy");
  await first.release();
});

test("a dead owner's lock is taken over", async () => {
  const { pid } = spawnSync(process.execPath, ["--version"]);
  const path = await ownedBy(`${hostname()} ${pid}`);
  await (await taken(path)).release();
});

test("the lock of an owner that has long shown nothing is taken over, wherever it ran", async () => {
  const path = await ownedBy("another-host 1");
  const long = new Date(Date.now() - 120_000);
  await utimes(join(path, "owner"), long, long);
  await (await taken(path)).release();
});

test("an owner on another host that shows life keeps its lock", async () => {
  const path = await ownedBy("another-host 1");
  expect(await takeBuildLock(path, { ...options, patience: 20 })).toBe("busy");
});
