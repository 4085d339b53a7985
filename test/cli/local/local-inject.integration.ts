import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";

const program = join(import.meta.dirname, "../../../src/cli.ts");
let directory: string;
let url: string;

beforeAll(async () => {
  directory = await mkdtemp(join(tmpdir(), "local-inject-"));
  const { stdout } = await local("start");
  url = /COMPUTE_CUSTOM_ENDPOINT=(\S+)/.exec(stdout)?.[1] ?? "";
}, 60_000);
afterAll(async () => {
  await local("stop");
  await rm(directory, { recursive: true });
}, 60_000);

/** `quorate local …`; a failure is an answer, too. */
async function local(...args: string[]): Promise<{ code: number; stdout: string; stderr: string }> {
  const run = promisify(execFile)(process.execPath, [program, "local", ...args], { cwd: directory });
  return run.then(
    (said) => ({ code: 0, ...said }),
    (error: { code: number; stdout: string; stderr: string }) => error,
  );
}

async function call(path: string): Promise<number> {
  return (await fetch(`${url}projects/acme/${path}`, { headers: { authorization: "Bearer local" } })).status;
}

describe("quorate local inject (D10)", () => {
  test("injects a fault into the cloud that runs, lists it with how often it has struck, and clears it", async () => {
    const injected = await local("inject", "unavailable", "--method", "get", "--path", "/disks/x$", "--nth", "2");
    expect(injected).toMatchObject({ code: 0, stdout: expect.stringMatching(/^1 {2}unavailable {2}GET \/disks\/x\$/) });
    const disk = "zones/europe-west1-b/disks/x";
    expect([await call(disk), await call(disk), await call(disk)]).toEqual([404, 503, 404]);
    expect((await local("inject", "--list")).stdout).toMatch(/unavailable .*has struck 1×/);
    expect(await local("inject", "--clear")).toMatchObject({ code: 0, stderr: "1 taken out.\n" });
    expect((await local("inject")).stdout).toBe("No faults.\n");
  }, 60_000);

  test("says what cannot be", async () => {
    const late = await local("inject", "stock-out", "--late");
    expect(late).toMatchObject({ code: 1, stderr: expect.stringMatching(/^late: is only for/) });
    const unknown = await local("inject", "earthquake");
    expect(unknown).toMatchObject({ code: 1, stderr: expect.stringMatching(/Allowed choices are too-many-requests/) });
  }, 60_000);
});
