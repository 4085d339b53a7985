import { afterEach, beforeEach, describe, expect, jest, test } from "@jest/globals";
import { clusterText } from "../kit/cluster/cluster-text.ts";
import { entryAt, readBlob } from "./fake/git/read.ts";
import { closeWorld } from "./stage/prod.ts";
import { act } from "./stage/stage.ts";
import { World } from "./stage/world.ts";

jest.setTimeout(120_000);

const names = ["blue", "green"];
const file = (name: string) => `clusters/${name}.yaml`;
const filesWith = (zones: string) =>
  Object.fromEntries(names.map((name) => [file(name), clusterText({ name, zones })]));

let world: World;
let number: number;
beforeEach(async () => {
  world = await World.open({ files: filesWith("b") });
  ({ number } = await world.openPullRequest({ by: "wren", files: filesWith("bcd") }));
});
afterEach(() => closeWorld(world));

const head = () => world.pull(number).pull.head.sha;
const label = async (name: string) => act(world, await world.label(number, name));
async function zonesOf(name: string): Promise<number> {
  const entry = await entryAt(world.state.git, head(), file(name));
  const text = entry && (await readBlob(world.state.git, entry.sha))?.toString("utf8");
  return text?.match(/zone: /g)?.length ?? 0;
}

describe("labels where a pull request changes several clusters (D5)", () => {
  test("one that names no cluster is answered with those that could be meant", async () => {
    const before = head();
    expect(await label("replica/add:europe-west1-b")).toMatchObject({ code: 0, outputs: { result: "refused" } });
    expect(head()).toBe(before);
    const said = world.comments(number).map(({ body }) => body);
    expect(said).toHaveLength(1);
    for (const name of names) expect(said[0]).toContain(`<code>${name}/replica/add&#58;europe-west1-b</code>`);
  });

  test("one that names its cluster changes that one only, and the plan of both follows", async () => {
    expect(await label("green/replica/add:europe-west1-b")).toMatchObject({ code: 0 });
    expect([await zonesOf("blue"), await zonesOf("green")]).toEqual([3, 4]);
    const [plan] = world.comments(number).map(({ body }) => body);
    expect(plan).toContain("### blue: grow from 1 to 3 replicas");
    expect(plan).toContain("### green: grow from 1 to 4 replicas");
  });

  test("one after another, each makes a commit of its own on the one before", async () => {
    await label("blue/replica/add:europe-west1-b");
    const first = head();
    await label("green/replica/remove:green-d");
    // Two replicas are no resting place: refused with the reason, and blue keeps what it got.
    expect(head()).toBe(first);
    await label("green/replica/add:europe-west1-c");
    expect(await world.state.git.isAncestor(first, head())).toBe(true);
    expect([await zonesOf("blue"), await zonesOf("green")]).toEqual([4, 4]);
  });

  test("opposite labels of two clusters are not at odds", async () => {
    await world.label(number, "blue/replica/remove:europe-west1-b");
    await label("green/replica/add:europe-west1-b");
    expect(await zonesOf("green")).toBe(4);
  });
});
