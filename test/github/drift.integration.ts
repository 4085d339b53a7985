import { afterAll, beforeAll, describe, expect, test } from "@jest/globals";
import { clusterText } from "../kit/cluster/cluster-text.ts";
import { ask, compute } from "../kit/journal/inventory.ts";
import { type CloudForJobs, startCloudForJobs } from "./stage/cloud.ts";
import type { Event } from "./stage/event.ts";
import { endedWith, type Result } from "./stage/result.ts";
import { act } from "./stage/stage.ts";
import { World } from "./stage/world.ts";

const patience = 480_000;

let world: World;
let clouded: CloudForJobs;

async function run(result: Result, event: Event) {
  const use = {
    inputs: { verify: "true", "gate-timeout": "60", backends: "acme-prod acme-quorate" },
    environment: clouded.environment,
    timeoutMs: patience,
  };
  return endedWith(result, await act(world, event, use));
}

const issues = () => world.state.issues.filter(({ pull }) => pull === undefined);
const allow = (range: string) =>
  ask(clouded.cloud, compute("global/firewalls/life-api"), "PATCH", { sourceRanges: [range] });

beforeAll(async () => {
  clouded = await startCloudForJobs();
  world = await World.open({ files: { "README.md": "ours\n" } });
  const { number, ...opened } = await world.openPullRequest({
    by: "wren",
    files: { "clusters/life.yaml": clusterText({ zones: "b" }) },
  });
  await run("changes", opened);
  await run("applied", (await world.merge(number)).push);
}, 900_000);
afterAll(async () => {
  const { unknown } = world.github.log;
  await world.close();
  await clouded.cloud.stop();
  expect(unknown).toEqual([]);
});

describe("D7: somebody changes by hand what Quorate has made", () => {
  test(
    "an issue names what differs, from what to what; closed once it is as it was, and open again if it drifts again",
    async () => {
      const old = (await ask(clouded.cloud, compute("global/firewalls/life-api")))["sourceRanges"] as string[];
      await allow("0.0.0.0/0");
      await run("changes", await world.schedule());
      expect(issues()).toMatchObject([{ state: "open" }]);
      expect(issues()[0]?.body).toMatch(/life-api|firewall/);
      expect(issues()[0]?.body).toContain("203.0.113.0/24");
      expect(issues()[0]?.body).toContain("0.0.0.0/0");

      await ask(clouded.cloud, compute("global/firewalls/life-api"), "PATCH", { sourceRanges: old });
      await run("no-changes", await world.schedule());
      expect(issues()).toMatchObject([{ state: "closed" }]);
      expect(world.comments(issues()[0]?.number ?? 0)).toHaveLength(1);

      await allow("0.0.0.0/0");
      await run("changes", await world.schedule());
      expect(issues().map(({ state }) => state)).toEqual(["closed", "open"]);
    },
    patience,
  );
});

describe("D4: what was never reviewed", () => {
  test(
    "fails the run that it came with, and no later one that is about something else",
    async () => {
      const other = { "clusters/other.yaml": clusterText({ name: "other", zones: "b" }) };
      await run("refused", await world.push(other));
      const later = await run("no-changes", await world.push({ "README.md": "more\n" }));
      expect(later.summary).toContain("other: not applied");
    },
    patience,
  );
});
