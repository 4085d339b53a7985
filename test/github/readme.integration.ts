import { readFileSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, jest, test } from "@jest/globals";
import { parse } from "yaml";
import { closeWorld, only } from "./stage/prod.ts";
import { act } from "./stage/stage.ts";
import { World } from "./stage/world.ts";

jest.setTimeout(120_000);

const readme = readFileSync("README.md", "utf8");

/** The blocks of YAML below a heading, as somebody copies them. */
function blocks(heading: string): string[] {
  const [, section = ""] = readme.split(`\n## ${heading}\n`);
  const fences = (section.split("\n## ")[0] ?? "").matchAll(/^( *)```yaml\n([\s\S]*?)^ *```$/gm);
  return [...fences].map(([, margin = "", text = ""]) => text.replaceAll(new RegExp(`^${margin}`, "gm"), ""));
}

const [cluster = ""] = blocks("The cluster file");
const [workflow = "", added = ""] = blocks("On a pull request");
const path = "clusters/prod.yaml";

let world: World;
beforeEach(async () => {
  world = await World.open({ files: { [path]: cluster, ".github/workflows/quorate.yml": workflow } });
});
afterEach(() => closeWorld(world));

describe("README: from nothing to a first plan on a pull request (issue 6)", () => {
  test("what it says, done literally, gives the comment in its picture", async () => {
    const last = cluster.match(/^ +zone: .*\n/gm)?.at(-1) ?? "";
    const opened = await world.openPullRequest({ by: "wren", files: { [path]: cluster.replace(last, last + added) } });
    const permissions = (parse(workflow) as { permissions: Record<string, "read" | "write"> }).permissions;
    const ended = await act(world, opened, { permissions, checkout: "none", environment: { PATH: "/nowhere" } });
    expect(ended).toMatchObject({ code: 0, outputs: { result: "changes" } });
    const { body } = only(world, opened.number);
    expect(body).toContain("### prod: grow from 3 to 5 replicas (+prod-b-2, +prod-c-2)");
    expect(body).toMatch(/in 4 steps/);
  });

  test("its workflow is the example to copy", () => {
    const example = readFileSync("examples/workflows/preview.yml", "utf8");
    expect(parse(workflow)).toEqual(parse(example));
  });
});
