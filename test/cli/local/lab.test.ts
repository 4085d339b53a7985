import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { execLocal, readLab, rememberLab } from "../../../src/cli/local/lab.ts";

let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "lab-"));
});
afterEach(() => rm(directory, { recursive: true }));

describe("D10: what the command line knows of control planes in namespaces", () => {
  test("a local cloud remembers its driver for later starts, until it is started with the other one", async () => {
    expect(readLab(directory)).toBeNull();
    const parts = { lab: "/checkout/lab", kubernetes: "/cache/bin" };
    rememberLab(directory, parts);
    expect(readLab(directory)).toEqual(parts);
    rememberLab(directory, null);
    expect(readLab(directory)).toBeNull();
    expect(await readdir(directory)).toEqual([]);
  });

  test("exec says what to do where control planes are simulated, and where the cloud does not run", async () => {
    const exec = () => execLocal(directory, ["true"], undefined);
    await expect(exec()).rejects.toMatchObject({ remedy: expect.stringContaining("--driver namespaces") });
    rememberLab(directory, { lab: "/checkout/lab", kubernetes: "/cache/bin" });
    await expect(exec()).rejects.toThrow("does not run");
    await expect(execLocal(directory, ["true"], "prod")).rejects.toThrow("No replica of prod");
  });
});
