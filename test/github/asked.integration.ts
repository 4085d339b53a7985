import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { clusterText } from "../kit/cluster/cluster-text.ts";
import { ask, compute } from "../kit/journal/inventory.ts";
import { type CloudForJobs, startCloudForJobs } from "./stage/cloud.ts";
import type { Event } from "./stage/event.ts";
import { endedWith, type Result } from "./stage/result.ts";
import { act } from "./stage/stage.ts";
import { World } from "./stage/world.ts";

const patience = 480_000;
const file = "clusters/life.yaml";
const before = "203.0.113.0/24";

let world: World;
let clouded: CloudForJobs;

const life = (cidr: string) => ({ [file]: clusterText({ zones: "b" }).replace(before, cidr) });
const job = {
  verify: "true",
  "apply-before-merge": "true",
  "gate-timeout": "60",
  backends: "acme-prod acme-quorate",
};

async function run(result: Result, event: Event, inputs: Readonly<Record<string, string>> = {}) {
  const use = { inputs: { ...job, ...inputs }, environment: clouded.environment, timeoutMs: patience };
  return endedWith(result, await act(world, event, use));
}

/** Whom the cloud's firewall lets in. */
async function allowed(): Promise<unknown> {
  return (await ask(clouded.cloud, compute("global/firewalls/life-api")))["sourceRanges"];
}

const checksOf = (number: number) => {
  const { sha } = world.pull(number).pull.head;
  return world.state.checkRuns.filter(({ headSha }) => headSha === sha);
};
const applyHead = (number: number) => `/quorate apply ${world.pull(number).pull.head.sha.slice(0, 7)}`;
const reactions = () => world.state.reactions.map(({ content }) => content);

beforeAll(async () => {
  clouded = await startCloudForJobs();
  world = await World.open({ files: { "README.md": "ours\n" } });
  const { number, ...opened } = await world.openPullRequest({ by: "wren", files: life(before) });
  await run("changes", opened);
  await run("applied", (await world.merge(number)).push);
}, 900_000);
afterAll(async () => {
  const { unknown } = world.github.log;
  await world.close();
  await clouded.cloud.stop();
  expect(unknown).toEqual([]);
});

describe("D3, D4: a fork's pull request, and those who may write", () => {
  let number: number;

  test(
    "by itself it is planned from the files alone, and nothing is recorded as reviewed",
    async () => {
      const opened = await world.openPullRequest({ by: "mallory", fork: true, files: life("198.51.100.0/24") });
      ({ number } = opened);
      await run("changes", opened);
      expect(checksOf(number)).toEqual([]);
    },
    patience,
  );

  test.each(["mallory", "rex", "tess"])(
    "%s asks for a verified plan in vain",
    async (by) => {
      const since = world.github.log.entries.length;
      await run("ignored", await world.comment(number, "/quorate plan", by));
      expect(checksOf(number)).toEqual([]);
      expect(world.github.log.writes(since).every((each) => each.endsWith("/reactions"))).toBe(true);
      expect(reactions().at(-1)).toBe("-1");
    },
    patience,
  );

  test(
    "somebody who may write gets the verified plan of exactly its head",
    async () => {
      await run("changes", await world.comment(number, "/quorate plan", "wren"));
      expect(checksOf(number)).toMatchObject([
        { conclusion: "success", externalId: expect.stringMatching(/^sha256:/) },
      ]);
    },
    patience,
  );

  test(
    "a push after it is not covered by it",
    async () => {
      await world.pushTo(number, life("0.0.0.0/0"));
      const { code } = await act(world, await world.comment(number, applyHead(number), "wren"), {
        inputs: job,
        environment: clouded.environment,
      });
      expect(code).toBe(1);
      expect(await allowed()).toEqual([before]);
    },
    patience,
  );

  test(
    "a push after the comment is not applied by it, though its plan was reviewed",
    async () => {
      await world.pushTo(number, life("192.0.2.0/25"), { force: true });
      await run("changes", await world.comment(number, "/quorate plan", "wren"));
      const [check] = checksOf(number);
      const digest = `/quorate apply ${check?.externalId?.slice(0, 19)}`;
      const asked = [await world.comment(number, applyHead(number), "max"), await world.comment(number, digest, "max")];
      await world.pushTo(number, life("0.0.0.0/0"), { force: true });
      await run("changes", await world.comment(number, "/quorate plan", "wren"));
      for (const event of asked) {
        const { outputs } = await act(world, event, { inputs: job, environment: clouded.environment });
        expect(outputs["result"]).toBe("refused");
      }
      expect(await allowed()).toEqual([before]);
    },
    patience,
  );

  test(
    "planned again it is applied before the merge, which then has nothing left to do",
    async () => {
      await world.pushTo(number, life("198.51.100.0/24"), { force: true });
      await run("changes", await world.comment(number, "/quorate plan", "wren"));
      await run("ignored", await world.comment(number, applyHead(number), "rex"));
      expect(await allowed()).toEqual([before]);
      const [check] = checksOf(number);
      await run("applied", await world.comment(number, `/quorate apply ${check?.externalId?.slice(0, 19)}`, "max"));
      expect(await allowed()).toEqual(["198.51.100.0/24"]);
      await run("no-changes", (await world.merge(number)).push);
    },
    patience,
  );
});

describe("D9: two runs at once on one cluster", () => {
  test(
    "one applies, the other waits for it and finds nothing to do",
    async () => {
      const { number, ...opened } = await world.openPullRequest({ by: "wren", files: life("192.0.2.0/24") });
      await run("changes", opened);
      const { push } = await world.merge(number);
      const once = () => act(world, push, { inputs: job, environment: clouded.environment, timeoutMs: patience });
      const both = await Promise.all([once(), once()]);
      expect(both.map(({ outputs }) => outputs["result"]).sort()).toEqual(["applied", "no-changes"]);
      expect(both.map(({ code }) => code)).toEqual([0, 0]);
      expect(await allowed()).toEqual(["192.0.2.0/24"]);
    },
    patience,
  );
});
