import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { clusterText } from "../kit/cluster/cluster-text.ts";
import { ask, compute, expectedRest, restOf } from "../kit/journal/inventory.ts";
import { type CloudForJobs, startCloudForJobs } from "./stage/cloud.ts";
import type { Event } from "./stage/event.ts";
import { endedWith, type Result } from "./stage/result.ts";
import { act, startAct, type Use } from "./stage/stage.ts";
import { World } from "./stage/world.ts";

const patience = 480_000;
const file = "clusters/life.yaml";
const digest = /sha256:[0-9a-f]{64}/;
/** As a comment's Markdown has it, so that nothing is made a link of. */
const writtenDigest = /sha256&#58;([0-9a-f]{64})/;

let world: World;
let clouded: CloudForJobs;

beforeAll(async () => {
  clouded = await startCloudForJobs();
  world = await World.open({ files: { "README.md": "ours\n" } });
}, 900_000);
afterAll(async () => {
  const { unknown } = world.github.log;
  await world.close();
  await clouded.cloud.stop();
  expect(unknown).toEqual([]);
});

const usual = "203.0.113.0/24";
const life = (zones: string, cidr = usual) => ({ [file]: clusterText({ zones }).replace(usual, cidr) });
const run = (event: Event, inputs: Readonly<Record<string, string>> = {}) => act(world, event, use(inputs));

const runTo = async (result: Result, event: Event, inputs: Readonly<Record<string, string>> = {}) =>
  endedWith(result, await run(event, inputs));

function use(inputs: Readonly<Record<string, string>>): Use {
  const { environment } = clouded;
  const own = { "gate-timeout": "60", backends: "acme-prod acme-quorate" };
  return { inputs: { ...own, ...inputs }, environment, timeoutMs: patience };
}

/** How often the compute API was asked to change something. */
function writes(): number {
  return clouded.cloud.journal().filter((entry) => entry.kind === "call" && entry.path.startsWith("/compute/")).length;
}

const said = (number: number, heading: string) =>
  world
    .comments(number)
    .map(({ body }) => body)
    .filter((body) => body.includes(heading));
const checks = async (sha: string) => world.state.checkRuns.filter(({ headSha }) => headSha === sha);

describe("D3, D4: from a pull request to the cloud, and nothing else gets there", () => {
  let merged: Event;

  test(
    "the verified plan is recorded on the head that it is of, and looking changes nothing",
    async () => {
      const opened = await world.openPullRequest({ by: "wren", files: life("b", "0.0.0.0/0") });
      await runTo("changes", opened, { verify: "true" });
      const first = world.pull(1).pull.head.sha;
      const pushed = await world.pushTo(1, life("b"));
      await runTo("changes", pushed, { verify: "true" });
      const { sha } = world.pull(1).pull.head;
      expect(await checks(first)).toHaveLength(1);
      expect(await checks(sha)).toMatchObject([{ conclusion: "success", externalId: expect.stringMatching(digest) }]);
      expect((await checks(sha))[0]?.externalId).not.toBe((await checks(first))[0]?.externalId);
      expect(said(1, "## Quorate plan")).toHaveLength(1);
      expect(writes()).toBe(0);
    },
    patience,
  );

  test(
    "merged, exactly that is applied, with a deployment record and a comment",
    async () => {
      merged = (await world.merge(1)).push;
      await runTo("applied", merged);
      expect(await restOf(clouded.cloud)).toEqual(expectedRest("b"));
      expect(said(1, "## Quorate apply")).toEqual([expect.stringContaining("life: applied")]);
      const [deployment] = world.state.deployments;
      expect(deployment).toMatchObject({ environment: "quorate-life", sha: merged.sha });
      expect(deployment?.statuses.map(({ state }) => state)).toEqual(["in_progress", "success"]);
      expect(deployment?.statuses[0]?.logUrl).toContain("https://github.com/acme/clusters/actions/runs/");
    },
    patience,
  );

  test(
    "run again, there is nothing to do, and nothing is touched",
    async () => {
      const before = writes();
      await runTo("no-changes", merged);
      expect(writes()).toBe(before);
    },
    patience,
  );

  test(
    "what was pushed past all review is refused",
    async () => {
      const before = writes();
      const pushed = await world.push(life("b", "0.0.0.0/0"));
      await runTo("refused", pushed);
      expect(writes()).toBe(before);
    },
    patience,
  );

  test(
    "a plan that nobody has reviewed is refused, and applied by its digest only",
    async () => {
      const opened = await world.openPullRequest({ by: "wren", files: life("b", "198.51.100.0/24") });
      const { number } = opened;
      await runTo("changes", opened, { verify: "true" });
      // A push that no run has planned before the merge.
      await world.pushTo(number, life("b", "192.0.2.0/24"));
      const { push } = await world.merge(number);
      const before = writes();
      await runTo("refused", push);
      expect(writes()).toBe(before);
      expect(said(number, "## Quorate apply")).toEqual([expect.stringContaining("Terraform was not started")]);

      const wrong = await world.dispatch({});
      const other = `sha256:${"0".repeat(64)}`;
      const { summary } = await runTo("refused", wrong, { command: "apply", cluster: "life", plan: other });
      expect(summary).toContain("actions/workflows/quorate.yml");
      const plan = `sha256:${summary.match(writtenDigest)?.[1]}`;
      expect(writes()).toBe(before);
      const form = await world.dispatch({ command: "apply", cluster: "life", plan });
      await runTo("applied", form, { command: "apply", cluster: "life", plan });
      const firewall = await ask(clouded.cloud, compute("global/firewalls/life-api"));
      expect(firewall["sourceRanges"]).toEqual(["192.0.2.0/24"]);
    },
    2 * patience,
  );

  test(
    "an apply whose run was cancelled between two steps goes on from there, by the same review",
    async () => {
      const opened = await world.openPullRequest({ by: "wren", files: life("bcd", "192.0.2.0/24") });
      await runTo("changes", opened, { verify: "true" });
      const { push } = await world.merge(opened.number);
      const torn = await startAct(world, push, use({}));
      await torn.run.until("its first step is done", () => /Step 1 complete/.exec(torn.run.output) ?? undefined);
      torn.run.interrupt();
      expect((await torn.ended).outputs["result"]).not.toBe("applied");
      expect(await restOf(clouded.cloud)).not.toEqual(expectedRest("bcd"));
      await runTo("applied", push);
      expect(await restOf(clouded.cloud)).toEqual(expectedRest("bcd"));
    },
    2 * patience,
  );
});

describe("D6, D7: a replica fails, is told of, and is replaced", () => {
  const issues = () => world.state.issues.filter(({ pull }) => pull === undefined);

  test(
    "a healthy cluster has no issue",
    async () => {
      await runTo("no-changes", await world.schedule());
      expect(issues()).toEqual([]);
    },
    patience,
  );

  test(
    "a failed replica opens one issue with its name, and keeps it",
    async () => {
      await ask(clouded.cloud, "/local/v1/instances/life-c:kill", "POST");
      await run(await world.schedule());
      await run(await world.schedule());
      expect(issues()).toMatchObject([{ state: "open", user: { login: "github-actions[bot]" } }]);
      expect(`${issues()[0]?.title}\n${issues()[0]?.body}`).toContain("life-c");
      expect(issues()[0]?.body).toContain("actions/workflows/quorate.yml");
    },
    2 * patience,
  );

  test(
    "the form is a dry run until it is told otherwise",
    async () => {
      const before = writes();
      const form = await world.dispatch({ cluster: "life", replica: "life-c" });
      const ended = await runTo("changes", form, { command: "replace", cluster: "life", replica: "life-c" });
      expect(ended.summary).toContain("dry run");
      expect(writes()).toBe(before);
    },
    patience,
  );

  test(
    "then it replaces, and the issue closes by itself",
    async () => {
      const inputs = { command: "replace", cluster: "life", replica: "life-c", "dry-run": "false" };
      expect(await run(await world.dispatch(inputs), inputs)).toMatchObject({
        code: 0,
        outputs: { result: "applied" },
      });
      expect(await restOf(clouded.cloud)).toEqual(expectedRest("bcd"));
      await runTo("no-changes", await world.schedule());
      expect(issues()).toMatchObject([{ state: "closed" }]);
    },
    2 * patience,
  );
});
