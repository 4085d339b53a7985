import { afterAll, afterEach, beforeAll, describe, expect, test } from "@jest/globals";
import { clusterText } from "../kit/cluster/cluster-text.ts";
import { type HostileRegistry, openHostileRegistry } from "../kit/hostile-registry.ts";
import { restOf } from "../kit/journal/inventory.ts";
import { type CloudForJobs, startCloudForJobs } from "./stage/cloud.ts";
import type { Event } from "./stage/event.ts";
import { plantState } from "./stage/hostile-state.ts";
import { endedWith } from "./stage/result.ts";
import { act } from "./stage/stage.ts";
import { World } from "./stage/world.ts";

// R19: nothing that is not merged makes Terraform run on a state that merged content or the workflow has not named, and no
// provider runs but the google one. An attacker's bucket has a state that names a provider of theirs.

const patience = 480_000;
const bucket = "mallory-bucket";
const prod = { "clusters/life.yaml": clusterText({ zones: "b" }) };
const grown = { "clusters/life.yaml": clusterText({ zones: "bcd" }) };
const fresh = {
  "clusters/fresh.yaml": clusterText({ name: "fresh", zones: "b" }).replace("acme-quorate", bucket),
};

let world: World;
let clouded: CloudForJobs;
let registry: HostileRegistry;

const inputs = { verify: "true", "apply-before-merge": "true", "gate-timeout": "60" };
const run = async (event: Event, more: Readonly<Record<string, string>> = {}) =>
  act(world, event, {
    inputs: { ...inputs, ...more },
    environment: { ...clouded.environment, ...registry.environment },
    timeoutMs: patience,
  });

/** What was started since a moment: Terraform, and the attacker's provider by it. */
async function startedSince(before: number) {
  return { terraform: (await registry.starts()).slice(before), traces: await registry.traces() };
}
const nothing = { terraform: [], traces: [] };
const mark = async () => (await registry.starts()).length;
const said = (number: number) =>
  world
    .comments(number)
    .map(({ body }) => body)
    .join("\n");
const ofHead = (command: string, number: number) =>
  `/quorate ${command} ${world.pull(number).pull.head.sha.slice(0, 12)}`;
const recorded = (name: string) => world.state.checkRuns.filter((each) => each.name.endsWith(`/${name}`));

beforeAll(async () => {
  [clouded, registry] = await Promise.all([startCloudForJobs(), openHostileRegistry()]);
  world = await World.open({ files: { "README.md": "ours\n" } });
  await plantState(clouded.cloud, bucket, "fresh");
  const { number, ...opened } = await world.openPullRequest({ by: "wren", files: prod });
  endedWith("changes", await run(opened, { backends: "acme-prod acme-quorate" }));
  endedWith("applied", await run((await world.merge(number)).push));
}, 900_000);
afterAll(async () => {
  const { unknown } = world.github.log;
  await world.close();
  await clouded.cloud.stop();
  await registry.remove();
  expect(unknown).toEqual([]);
});

describe.each([
  ["a branch of the repository", { by: "wren", fork: false }],
  ["a fork", { by: "mallory", fork: true }],
])("a new cluster whose file names a bucket of the attacker's, in a pull request from %s", (_, author) => {
  let number: number;
  let opened: Event;
  let before: number;

  beforeAll(async () => {
    const proposed = await world.openPullRequest({ ...author, files: fresh });
    ({ number } = proposed);
    opened = proposed;
    before = await mark();
  });
  afterEach(async () => {
    expect(await startedSince(before)).toEqual(nothing);
    expect(recorded("fresh")).toEqual([]);
  });

  test(
    "opened, it is planned from its file alone; the comment has the line of the workflow that would change that",
    async () => {
      endedWith("changes", await run(opened));
      if (!author.fork) expect(said(number)).toContain("acme-prod mallory-bucket");
    },
    patience,
  );

  test.each(["plan", "apply"])(
    "/quorate %s of its head, asked for by somebody who may write, starts no Terraform",
    async (command) => {
      await run(await world.comment(number, ofHead(command, number), "max"));
    },
    patience,
  );

  test.each(["replica/add:fresh/europe-west1-c", "quorate/apply"])(
    "nor does the label %s",
    async (label) => {
      await run(await world.label(number, label, "max"));
    },
    patience,
  );
});

describe("a cluster whose plan was reviewed, and a bucket that came after", () => {
  test(
    "nothing of the pull request is applied, neither the reviewed cluster nor the new one",
    async () => {
      const before = await restOf(clouded.cloud);
      const { number, ...opened } = await world.openPullRequest({ by: "mallory", fork: true, files: grown });
      endedWith("changes", await run(opened));
      endedWith("changes", await run(await world.comment(number, "/quorate plan", "max")));
      await world.pushTo(number, fresh);
      const since = await mark();
      const ended = await run(await world.comment(number, ofHead("apply", number), "max"));
      expect(ended).toMatchObject({ code: 1, outputs: { result: "refused" } });
      expect(said(number)).toContain("Terraform was not started");
      expect(await restOf(clouded.cloud)).toEqual(before);
      expect(await startedSince(since)).toEqual(nothing);
    },
    patience,
  );

  test(
    "an apply of a reviewed cluster on a head that nobody has reviewed ends before Terraform starts",
    async () => {
      const { number } = await world.openPullRequest({ by: "wren", files: grown });
      const since = await mark();
      const calls = clouded.cloud.journal().length;
      const ended = await run(await world.comment(number, ofHead("apply", number), "max"));
      expect(ended).toMatchObject({ code: 1, outputs: { result: "refused" } });
      expect(await startedSince(since)).toEqual(nothing);
      expect(clouded.cloud.journal().slice(calls)).toEqual([]);
    },
    patience,
  );

  test(
    "a pull request into a branch of the attacker's gets nothing from what that branch names",
    async () => {
      await world.push(fresh, { by: "wren", branch: "main-2" });
      const change = { "clusters/fresh.yaml": fresh["clusters/fresh.yaml"].replace("203.0.113.0", "192.0.2.0") };
      const opened = await world.openPullRequest({ by: "wren", files: change, base: "main-2" });
      const since = await mark();
      await run(opened);
      await run(await world.comment(opened.number, "/quorate plan", "max"));
      expect(await startedSince(since)).toEqual(nothing);
    },
    patience,
  );
});

describe("a bucket that merged content has named, whose state names another provider", () => {
  test(
    "neither the merge nor drift nor any form starts it",
    async () => {
      await world.push(fresh);
      await run(await world.push({ "README.md": "more\n" }));
      const form = await world.dispatch({});
      const plan = `sha256:${"0".repeat(64)}`;
      await run(form, { command: "plan", cluster: "fresh" });
      await run(form, { command: "apply", cluster: "fresh", plan });
      await run(form, { command: "replace", cluster: "fresh", replica: "fresh-b", "dry-run": "false" });
      const { summary } = await run(await world.schedule());
      expect(summary).toContain("evil/x");
      expect(await registry.traces()).toEqual([]);
    },
    4 * patience,
  );
});
