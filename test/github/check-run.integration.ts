import { afterEach, beforeEach, describe, expect, jest, test } from "@jest/globals";
import type * as CheckRun from "../../src/github/check-run.ts";
import type { Github } from "../../src/github/client.ts";
import { type App, actionsApp } from "./fake/state/account.ts";
import { workflowToken } from "./fake/state/token.ts";
import { usualPermissions } from "./stage/stage.ts";
import { World } from "./stage/world.ts";

jest.setTimeout(60_000);

const digest = (letter: string) => `sha256:${letter.repeat(64)}`;
const cluster = "acme-prod/prod";
const app = "github-actions";

let world: World;
let github: Github;
let head: string;
let checks: typeof CheckRun;

beforeEach(async () => {
  world = await World.open({ files: { "README.md": "ours\n" } });
  head = await world.head();
  world.state.tokens.set("ours", workflowToken("ours", world.repository.fullName, usualPermissions));
  // The client takes GitHub's address from the environment when it is loaded.
  process.env["GITHUB_API_URL"] = world.github.urls.api;
  jest.resetModules();
  const { githubClient } = await import("../../src/github/client.ts");
  checks = await import("../../src/github/check-run.ts");
  const [owner = "", repo = ""] = world.repository.fullName.split("/");
  github = githubClient({ token: "ours", owner, repo, onWait: () => undefined });
});
afterEach(async () => {
  delete process.env["GITHUB_API_URL"];
  await world.close();
});

const stepsOf = (letter: string) => [
  { digest: digest(letter), title: "Add replica prod-c", changes: ["0123456789abcdef01234567", "a".repeat(24)] },
  { digest: digest("e"), title: "Send traffic to prod-c", changes: [] },
];
const record = (letter: string | undefined, more: Partial<CheckRun.PlanRecord> = {}) =>
  checks.recordPlan(github, {
    head,
    cluster,
    digest: letter === undefined ? undefined : digest(letter),
    steps: letter === undefined ? [] : stepsOf(letter),
    title: "grow",
    summary: "grow",
    url: "https://github.com/acme/clusters/actions/runs/1",
    ...more,
  });
const reviewed = () => checks.readReviewed(github, head, cluster, app);

describe("the record of what was reviewed (D4)", () => {
  test("is read back as it was written, with its steps", async () => {
    await record("a");
    expect(await reviewed()).toEqual({
      digest: digest("a"),
      steps: stepsOf("a"),
    });
  });

  test("too long for a check run, it is kept without the changes of resources", async () => {
    const changes = Array.from({ length: 3000 }, (_, at) => String(at).padStart(24, "0"));
    await record("a", { steps: [{ digest: digest("a"), title: "Add replica prod-c", changes }] });
    expect((await reviewed())?.steps).toEqual([{ digest: digest("a"), title: "Add replica prod-c", changes: [] }]);
  });

  test("is of the last plan: a refused one takes the record back", async () => {
    await record("a");
    await record("b");
    expect((await reviewed())?.digest).toBe(digest("b"));
    await record(undefined);
    expect(await reviewed()).toBeUndefined();
  });

  test("is of one cluster on one commit", async () => {
    await record("a", { cluster: "acme-prod/other" });
    expect(await reviewed()).toBeUndefined();
  });

  test("another app's check of the same name counts for nothing, before or after ours", async () => {
    const others: App = { ...actionsApp, id: 99_999, slug: "mallorys-app" };
    await record("a");
    const [ours] = world.state.checkRuns;
    if (ours === undefined) throw new Error("nothing was recorded");
    world.state.checkRuns.push({ ...ours, id: world.state.nextId(), app: others, externalId: digest("f") });
    expect((await reviewed())?.digest).toBe(digest("a"));
    world.state.checkRuns.splice(0, 1);
    expect(await reviewed()).toBeUndefined();
  });
});
