import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { findDaemon, resetDaemon, startDaemon, stopDaemon } from "../../src/local-cloud/daemon.ts";

const command = [process.execPath, join(import.meta.dirname, "daemon-program.ts")];
const upload = "/upload/storage/v1/b/acme/o?uploadType=media&name=x";
const headers = { authorization: "Bearer local" };
let directory: string;
let bystander: ChildProcess | null = null;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "daemon-"));
});

afterEach(async () => {
  bystander?.kill();
  bystander = null;
  await stopDaemon(directory);
  await rm(directory, { recursive: true });
});

const start = () => startDaemon({ directory, port: 0, command });

describe("the local cloud in the background (D10)", () => {
  test("starts once, is found by a second start, and keeps what it holds over a stop", async () => {
    const daemon = await start();
    expect(daemon.found).toBe(false);
    await fetch(`${daemon.url}${upload}`, { method: "POST", headers, body: "content" });
    expect(await start()).toMatchObject({ pid: daemon.pid, port: daemon.port, found: true });
    expect(daemon.environment["GOOGLE_COMPUTE_CUSTOM_ENDPOINT"]).toBe(`${daemon.url}/compute/v1/`);
    expect(await stopDaemon(directory)).toBe(true);
    expect(existsSync(join(directory, "daemon.json"))).toBe(false);
    const again = await start();
    expect(again.pid).not.toBe(daemon.pid);
    expect(await (await fetch(`${again.url}/acme/x`, { headers })).text()).toBe("content");
  });

  test.each([
    ["in a new directory", null],
    ["after a crash, over a stale record", { pid: 2 ** 22 + 1, port: 1 }],
  ])("starts at the same time end in one daemon: %s", async (_where, stale) => {
    if (stale !== null) await writeFile(join(directory, "daemon.json"), JSON.stringify(stale));
    const daemons = await Promise.all([start(), start(), start()]);
    expect(new Set(daemons.map((daemon) => daemon.pid)).size).toBe(1);
    expect(daemons.filter((daemon) => !daemon.found)).toHaveLength(1);
  });

  test("is emptied while it runs and while it does not", async () => {
    for (const running of [true, false]) {
      const daemon = await start();
      await fetch(`${daemon.url}${upload}`, { method: "POST", headers, body: "content" });
      if (!running) await stopDaemon(directory);
      await resetDaemon(directory);
      const { url } = await start();
      expect((await fetch(`${url}/acme/x`, { headers })).status).toBe(404);
    }
  });

  test("stop leaves a process alone that is not the daemon, whatever the record says", async () => {
    bystander = spawn(process.execPath, ["-e", "setInterval(() => {}, 1000)"], { stdio: "ignore" });
    await once(bystander, "spawn");
    const daemon = await start();
    const record = JSON.parse(await readFile(join(directory, "daemon.json"), "utf8"));
    await writeFile(join(directory, "daemon.json"), JSON.stringify({ ...record, pid: bystander.pid }));
    expect(await stopDaemon(directory)).toBe(false);
    expect(await findDaemon(directory)).toBeNull();
    expect(bystander.exitCode).toBeNull();
    await writeFile(join(directory, "daemon.json"), JSON.stringify(record));
    expect((await findDaemon(directory))?.pid).toBe(daemon.pid);
  });

  test("a program that does not come up is reported with the end of its log", async () => {
    const failing = [process.execPath, "-e", "console.error('port is taken'); process.exit(3)", "--"];
    await expect(startDaemon({ directory, port: 0, command: failing })).rejects.toThrow(
      /ended with 3[\s\S]*port is taken/,
    );
  });
});
