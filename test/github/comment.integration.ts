import { afterEach, beforeEach, describe, expect, jest, test } from "@jest/globals";
import { clusterText } from "../kit/cluster/cluster-text.ts";
import { act } from "./stage/stage.ts";
import { World } from "./stage/world.ts";

jest.setTimeout(120_000);

const prod = (zones: string) => ({ "clusters/prod.yaml": clusterText({ name: "prod", zones }) });

let world: World;
let number: number;
beforeEach(async () => {
  world = await World.open({ files: prod("b") });
  ({ number } = await world.openPullRequest({ by: "mallory", fork: true, files: prod("bcd") }));
});
afterEach(async () => {
  const { unknown } = world.github.log;
  await world.close();
  expect(unknown).toEqual([]);
});

const bot = "github-actions[bot]";
const said = () =>
  world
    .comments(number)
    .filter(({ user }) => user.login === bot)
    .map(({ body }) => body);
const reactions = () => world.state.reactions.map(({ content }) => content);

describe("commands in comments (D3, D4)", () => {
  test("a plan of a fork, asked for by somebody who may write, is commented there", async () => {
    expect(await act(world, await world.comment(number, "/quorate plan"))).toMatchObject({
      code: 0,
      outputs: { result: "changes" },
    });
    expect(said()).toEqual([expect.stringContaining("### prod: grow from 1 to 3 replicas")]);
    expect(reactions()).toEqual(["eyes"]);
  });

  test.each(["mallory", "rex", "tess"])("%s may not write: nothing is planned", async (by) => {
    expect(await act(world, await world.comment(number, "/quorate plan", by))).toMatchObject({
      code: 0,
      outputs: { result: "ignored" },
    });
    expect(said()).toEqual([]);
    expect(reactions()).toEqual(["-1"]);
  });

  test("an apply before the merge is refused where the workflow does not allow it", async () => {
    const { outputs } = await act(world, await world.comment(number, "/quorate apply"));
    expect(outputs["result"]).toBe("refused");
    expect(said()).toEqual([expect.stringContaining("apply-before-merge")]);
    expect(world.state.deployments).toEqual([]);
  });

  test("where it does, still not for somebody who may not write", async () => {
    const use = { inputs: { "apply-before-merge": "true" } };
    const { outputs } = await act(world, await world.comment(number, "/quorate apply", "mallory"), use);
    expect(outputs["result"]).toBe("ignored");
    expect(world.state.deployments).toEqual([]);
  });

  const allowed = { inputs: { "apply-before-merge": "true" } };
  const headOf = () => world.pull(number).pull.head.sha;

  test("an apply that names no commit is answered with the line to copy, which asks for exactly this head", async () => {
    const { outputs } = await act(world, await world.comment(number, "/quorate apply"), allowed);
    expect(outputs["result"]).toBe("refused");
    const [, line = ""] = /^```\n(.*)\n```$/m.exec(said().join()) ?? [];
    expect(line).toBe(`/quorate apply ${headOf().slice(0, 12)}`);
    await act(world, await world.comment(number, line), allowed);
    expect(world.state.deployments).toEqual([]);
    expect(
      world
        .comments(number)
        .map(({ body }) => body)
        .join(),
    ).not.toContain("The head is");
  });

  test.each(["plan", "apply"])(
    "a push between %s and its run: what was asked for is not there any more",
    async (word) => {
      const looked = headOf().slice(0, 7);
      const asked = await world.comment(number, `/quorate ${word} ${looked}`);
      await world.pushTo(number, prod("bcde"));
      expect((await act(world, asked, allowed)).outputs["result"]).toBe("refused");
      expect(said()).toEqual([
        expect.stringMatching(new RegExp(`The head is .${headOf().slice(0, 12)}., not .${looked}`)),
      ]);
    },
  );

  test("a label that was taken off before the run starts does nothing", async () => {
    const labelled = await world.label(number, "quorate/apply");
    world.pull(number).issue.labels.length = 0;
    const run = await act(world, { ...labelled, name: "pull_request_target" }, allowed);
    expect(run.outputs["result"]).toBe("ignored");
    expect(world.github.log.writes()).toEqual([]);
  });

  test.each([
    ["tess", "ignored", "-1"],
    ["max", "changes", "eyes"],
  ])("started again by %s, it is as if they had asked, too", async (by, result, reaction) => {
    const environment = { GITHUB_RUN_ATTEMPT: "2", GITHUB_TRIGGERING_ACTOR: by };
    const { outputs } = await act(world, await world.comment(number, "/quorate plan"), { environment });
    expect(outputs["result"]).toBe(result);
    expect(reactions()).toEqual([reaction]);
  });

  test("an unknown one is answered with those that there are", async () => {
    await act(world, await world.comment(number, "/quorate aply @acme"));
    await act(world, await world.comment(number, "/quorate aply"));
    expect(said()).toEqual(Array(2).fill(expect.stringContaining("/quorate apply")));
    expect(said().join()).not.toContain("@acme");
  });

  test("other comments are left alone", async () => {
    const { outputs } = await act(world, await world.comment(number, "LGTM, run /quorate apply later"));
    expect(outputs["result"]).toBe("ignored");
    expect(world.github.log.writes()).toEqual([]);
  });
});
