import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, jest, test } from "@jest/globals";
import { type ReleaseMirror, startReleaseMirror } from "../kit/release-mirror.ts";
import { closeWorld, grown, only, openProd } from "./stage/prod.ts";
import { act } from "./stage/stage.ts";
import type { World } from "./stage/world.ts";

jest.setTimeout(120_000);

let world: World;
let mirror: ReleaseMirror;
let directory: string;
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), "quorate-traces-"));
  const program = `#!/bin/sh\ntouch '${directory}/ran'\necho '{"terraform_version":"1.13.2"}'\n`;
  [world, mirror] = await Promise.all([openProd(), startReleaseMirror(Buffer.from(program), ["1.13.2", "1.11.4"])]);
});
afterEach(async () => {
  await closeWorld(world);
  await mirror.close();
  await rm(directory, { recursive: true });
});

async function verified(inputs: Readonly<Record<string, string>>) {
  const opened = await world.openPullRequest({ by: "wren", files: grown });
  const environment = { PATH: "/usr/bin:/bin", QUORATE_TERRAFORM_MIRROR: mirror.url };
  const ended = await act(world, opened, { inputs: { verify: "true", ...inputs }, environment });
  return { ...ended, said: only(world, opened.number).body, ran: await readdir(directory) };
}

describe("a runner without Terraform (issue 6, point 11)", () => {
  test("the release that the workflow wants is run only with the sum that the workflow gives", async () => {
    const wrong = await verified({ "terraform-version": "1.13.2", "terraform-sha256": "0".repeat(64) });
    expect(wrong).toMatchObject({ code: 1, outputs: { result: "refused" }, ran: [] });
    expect(wrong.said).toContain("prod: not planned");
    expect(wrong.said).toContain(mirror.sum);
    expect(world.state.checkRuns.filter(({ conclusion }) => conclusion === "success")).toEqual([]);
  });

  test("without a wish, the pinned release is fetched, and run only with the sum that is in the source", async () => {
    const changed = await verified({});
    expect(mirror.asked).toEqual([expect.stringContaining("/terraform/1.11.4/terraform_1.11.4_")]);
    expect(changed).toMatchObject({ code: 1, ran: [] });
  });

  test("with the right sum it runs", async () => {
    const right = await verified({
      "terraform-version": "1.13.2",
      "terraform-sha256": `${"0".repeat(64)}\n${mirror.sum}`,
    });
    expect(right.ran).toEqual(["ran"]);
  });

  test("a version without sums is refused before anything is fetched", async () => {
    const opened = await world.openPullRequest({ by: "wren", files: grown });
    const ended = await act(world, opened, { inputs: { "terraform-version": "1.13.2" } });
    expect(ended.code).toBe(1);
    expect(ended.text).toContain("terraform_1.13.2_SHA256SUMS");
    expect(mirror.asked).toEqual([]);
  });
});
