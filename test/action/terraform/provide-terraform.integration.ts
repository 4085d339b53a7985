import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "@jest/globals";
import { provideTerraform } from "../../../src/action/terraform/provide-terraform.ts";
import { type ReleaseMirror, startReleaseMirror } from "../../kit/release-mirror.ts";

const variables = ["RUNNER_TEMP", "RUNNER_TOOL_CACHE"] as const;
const before = variables.map((name) => process.env[name]);
const usual = ["/usr/bin", "/bin"].join(":");

let directory: string;
let mirror: ReleaseMirror;
/** Where the program that is served writes its arguments, if it runs. */
let trace: string;

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "quorate-provide-"));
  trace = join(directory, "trace");
  for (const name of variables) {
    process.env[name] = join(directory, name);
    await mkdir(join(directory, name));
  }
  mirror = await startReleaseMirror(Buffer.from(program("1.13.2")), ["1.13.2", "1.11.4"]);
});
afterEach(async () => {
  await mirror.close();
  await rm(directory, { recursive: true });
  for (const [at, name] of variables.entries()) {
    const value = before[at];
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  }
});

function program(version: string): string {
  return `#!/bin/sh\necho "$@" >> '${trace}'\necho '{"terraform_version":"${version}"}'\n`;
}

/** An environment whose PATH has a Terraform of this version. */
async function having(version: string): Promise<NodeJS.ProcessEnv> {
  const path = join(directory, "bin");
  await mkdir(path, { recursive: true });
  await writeFile(join(path, "terraform"), program(version));
  await chmod(join(path, "terraform"), 0o755);
  return { PATH: `${path}:${usual}`, QUORATE_TERRAFORM_MIRROR: mirror.url };
}

const without = () => ({ PATH: usual, QUORATE_TERRAFORM_MIRROR: mirror.url });

describe("Terraform is found, or installed at a pinned version with its sum verified", () => {
  test("a release with the right sum is installed once, and taken from the tool cache after that", async () => {
    const wanted = { version: "1.13.2", sums: ["0".repeat(64), mirror.sum] };
    const first = await provideTerraform(without(), wanted);
    expect(first).toMatchObject({ product: "terraform", version: "1.13.2" });
    expect(await provideTerraform(without(), wanted)).toEqual(first);
    expect(mirror.asked).toEqual([expect.stringMatching(/^\/terraform\/1\.13\.2\/terraform_1\.13\.2_\w+\.zip$/)]);
  });

  test("what has another sum is refused before anything of it runs, and not kept", async () => {
    const wanted = { version: "1.13.2", sums: ["0".repeat(64)] };
    await expect(provideTerraform(without(), wanted)).rejects.toMatchObject({
      message: expect.stringContaining(mirror.sum),
      remedy: expect.stringContaining("SHA256SUMS"),
    });
    await expect(readFile(trace, "utf8")).rejects.toThrow("ENOENT");
    await expect(provideTerraform(without(), wanted)).rejects.toThrow("Nothing of it was run");
    expect(mirror.asked).toHaveLength(2);
  });

  test("what was verified against one sum does not stand in for what is wanted by another", async () => {
    await provideTerraform(without(), { version: "1.13.2", sums: [mirror.sum] });
    await expect(provideTerraform(without(), { version: "1.13.2", sums: ["0".repeat(64)] })).rejects.toThrow("SHA-256");
  });

  test("the pinned release is installed only with the sums that HashiCorp has published", async () => {
    await expect(provideTerraform(without(), undefined)).rejects.toThrow("1ce994251c00281d6845f0f268637ba50c000565");
    expect(mirror.asked).toEqual([expect.stringContaining("/terraform_1.11.4_")]);
  });

  test("without a wish, whatever is on the PATH is used", async () => {
    expect(await provideTerraform(await having("1.9.0"), undefined)).toMatchObject({ version: "1.9.0" });
    expect(mirror.asked).toEqual([]);
  });

  test("another version on the PATH than the one that is wanted is passed over", async () => {
    const wanted = { version: "1.13.2", sums: [mirror.sum] };
    expect(await provideTerraform(await having("1.9.0"), wanted)).toMatchObject({ version: "1.13.2" });
    expect(await provideTerraform(await having("1.4.0"), wanted)).toMatchObject({ version: "1.13.2" });
    await having("1.13.2");
    expect((await provideTerraform(await having("1.13.2"), wanted)).path).toBe(join(directory, "bin", "terraform"));
  });

  test("the program that QUORATE_TERRAFORM names comes before all else, and nothing takes its place", async () => {
    await having("1.9.0");
    const named = { ...without(), QUORATE_TERRAFORM: join(directory, "bin", "terraform") };
    expect(await provideTerraform(named, { version: "1.13.2", sums: [mirror.sum] })).toMatchObject({
      version: "1.9.0",
    });
    const lost = { ...without(), QUORATE_TERRAFORM: "/nowhere/terraform" };
    await expect(provideTerraform(lost, undefined)).rejects.toThrow("QUORATE_TERRAFORM names");
    expect(mirror.asked).toEqual([]);
  });

  test("a mirror that does not have it is named, with the way out", async () => {
    await expect(provideTerraform(without(), { version: "1.99.0", sums: [mirror.sum] })).rejects.toMatchObject({
      message: expect.stringContaining(`${mirror.url}/terraform/1.99.0/`),
      remedy: expect.stringContaining("mirror"),
    });
  });
});
