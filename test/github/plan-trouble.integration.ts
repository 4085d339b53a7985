import { afterEach, beforeEach, describe, expect, jest, test } from "@jest/globals";
import { clusterText } from "../kit/cluster/cluster-text.ts";
import type { Changes } from "./fake/git/change.ts";
import { closeWorld, grown, only, openProd } from "./stage/prod.ts";
import { act } from "./stage/stage.ts";
import type { World } from "./stage/world.ts";

jest.setTimeout(120_000);

let world: World;
beforeEach(async () => {
  world = await openProd();
});
afterEach(() => closeWorld(world));

describe("many clusters in one pull request (D9)", () => {
  const named = (count: number, zones: string): Changes =>
    Object.fromEntries(
      Array.from({ length: count }, (_, i) => [`clusters/c${i}.yaml`, clusterText({ name: `c${i}`, zones })]),
    );
  const callsFor = async (count: number) => {
    await world.push(named(count, "b"));
    const opened = await world.openPullRequest({ by: "wren", files: named(count, "bcd") });
    const since = world.github.log.entries.length;
    const ended = await act(world, opened);
    expect(ended.code).toBe(0);
    return { ended, number: opened.number, calls: world.github.log.entries.length - since };
  };

  test("forty: the comment holds every verdict within its limit, the summary everything; calls grow no faster than they", async () => {
    const ten = await callsFor(10);
    const forty = await callsFor(40);
    const { body } = only(world, forty.number);
    expect(body.length).toBeLessThanOrEqual(65_536);
    for (let i = 0; i < 40; i++) expect(body).toMatch(new RegExp(`\\bc${i}\\b[^\\n]*1 to 3`));
    expect(JSON.parse(forty.ended.outputs["clusters"] ?? "")).toHaveLength(40);
    expect(forty.ended.files["plan-markdown"]).toContain("google_compute_instance.replica_c39-d");
    expect(Buffer.byteLength(forty.ended.summary)).toBeLessThanOrEqual(1024 * 1024);
    expect(forty.calls - ten.calls).toBeLessThanOrEqual(30 * 2);
  });
});

describe("GitHub fails", () => {
  test.each([
    ["with 502 once", { on: /^POST .*comments$/, kind: 502 }],
    ["after it has written the comment", { on: /^POST .*comments$/, kind: 502, when: "after" }],
    ["by cutting the connection", { on: /^GET .*trees/, kind: "cut" }],
    ["with a secondary limit", { on: /^POST .*comments$/, kind: "secondary limit" }],
  ] as const)("%s: there is one comment all the same", async (_, fault) => {
    const opened = await world.openPullRequest({ by: "wren", files: grown });
    world.github.faults.plan(fault);
    expect(await act(world, opened)).toMatchObject({ code: 0 });
    expect(only(world, opened.number).body).toContain("### prod");
  });

  test("for good: the step fails with what GitHub said, and the summary has the plan", async () => {
    const opened = await world.openPullRequest({ by: "wren", files: grown });
    world.github.faults.plan({ on: /^POST .*comments$/, kind: 500, times: 100 });
    const { code, text, summary } = await act(world, opened);
    expect(code).toBe(1);
    expect(text).toMatch(/Error: .*(500|Server Error)/);
    expect(summary).toContain("### prod");
  });
});
