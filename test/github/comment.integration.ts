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

  test("an unknown one is answered with those that there are", async () => {
    await act(world, await world.comment(number, "/quorate aply @acme"));
    await act(world, await world.comment(number, "/quorate aply"));
    expect(said()).toEqual([expect.stringContaining("/quorate apply")]);
  });

  test("other comments are left alone", async () => {
    const { outputs } = await act(world, await world.comment(number, "LGTM, run /quorate apply later"));
    expect(outputs["result"]).toBe("ignored");
    expect(world.github.log.writes()).toEqual([]);
  });
});
