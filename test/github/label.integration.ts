import { afterEach, beforeEach, describe, expect, jest, test } from "@jest/globals";
import { parseClusterFile } from "../../src/cluster/parse.ts";
import { clusterText } from "../kit/cluster/cluster-text.ts";
import { entryAt, readBlob } from "./fake/git/read.ts";
import type { ReviewComment } from "./fake/state/records.ts";
import { act } from "./stage/stage.ts";
import { World } from "./stage/world.ts";

jest.setTimeout(120_000);

const text = `# Ours; ask the platform team.\n${clusterText({ name: "prod", zones: "bcd" })}`;
const described = text.replace("deletionProtection: true", "deletionProtection:   true # never off");

let world: World;
beforeEach(async () => {
  world = await World.open({ files: { "clusters/prod.yaml": text } });
});
afterEach(async () => {
  const { unknown } = world.github.log;
  await world.close();
  expect(unknown).toEqual([]);
});

const open = (by = "wren", fork = false) =>
  world.openPullRequest({ by, fork, files: { "clusters/prod.yaml": described } });

async function fileAt(commit: string): Promise<string | undefined> {
  const entry = await entryAt(world.state.git, commit, "clusters/prod.yaml");
  return entry && (await readBlob(world.state.git, entry.sha))?.toString("utf8");
}

/** The file on the pull request's branch, and what was said there. */
async function after(number: number) {
  const { issue, pull } = world.pull(number);
  const said = world
    .comments(number)
    .map(({ body }) => body)
    .join("\n");
  return { file: await fileAt(pull.head.sha), sha: pull.head.sha, labels: issue.labels, said };
}

/** As `pull_request_target` has it: with the token of the base repository. */
const onBase = async (number: number, label: string) => ({
  ...(await world.label(number, label)),
  name: "pull_request_target",
});

/** What a file says once somebody has committed the suggestion. */
function suggestedText(text: string, remark: ReviewComment | undefined): string {
  const lines = text.split("\n");
  const { line = 0, startLine = line, body = "" } = remark ?? {};
  const [, suggestion = ""] = /^```suggestion\n((?:.*\n)*?)```$/m.exec(body) ?? [];
  lines.splice(startLine - 1, line - startLine + 1, ...suggestion.split("\n").slice(0, -1));
  return lines.join("\n");
}

describe("a label changes the number of replicas (D5)", () => {
  test("the file is edited with its comments and formatting, committed, and planned in the same run; the label goes", async () => {
    const { number } = await open();
    const seen = world.pull(number).pull.head.sha;
    const { code } = await act(world, await world.label(number, "replica/add:europe-west1-b"));
    expect(code).toBe(0);
    const { file, sha, labels, said } = await after(number);
    expect(sha).not.toBe(seen);
    expect(await world.state.git.isAncestor(seen, sha)).toBe(true);
    expect(file).toContain("# Ours; ask the platform team.\n");
    expect(file).toContain("deletionProtection:   true # never off");
    expect(file?.match(/zone: europe-west1-b/g)).toHaveLength(2);
    expect(labels).toEqual([]);
    expect(said).toContain("### prod: grow from 3 to 4 replicas");
  });

  test("and takes one away by its name", async () => {
    const four = described.replace("      - name: prod-b\n", "      - name: prod-e\n        zone: europe-west1-d\n$&");
    const { number } = await world.openPullRequest({ by: "wren", files: { "clusters/prod.yaml": four } });
    await act(world, await world.label(number, "prod/replica/remove:prod-e"));
    expect(await after(number)).toMatchObject({ file: described, labels: [] });
  });

  test.each(["rex", "tess", "mallory"])("not for %s, who may not write", async (by) => {
    const { number } = await open();
    const { sha } = await after(number);
    await act(world, await world.label(number, "replica/add:europe-west1-b", by));
    expect(await after(number)).toMatchObject({ sha, labels: [] });
  });

  test("not on a head that was pushed after the label", async () => {
    const { number } = await open();
    const labelled = await world.label(number, "replica/add:europe-west1-b");
    await world.pushTo(number, { "README.md": "later\n" });
    const { sha } = await after(number);
    await act(world, labelled);
    expect(await after(number)).toMatchObject({ sha, said: expect.stringMatching(/pushed to/) });
  });

  test("not on a head that is pushed while the run is under way: GitHub compares", async () => {
    const { number } = await open();
    const labelled = await world.label(number, "replica/add:europe-west1-b");
    world.github.before("POST /graphql", async () => {
      await world.pushTo(number, { "README.md": "meanwhile\n" });
    });
    await act(world, labelled);
    const { file, said } = await after(number);
    expect(file).toBe(described);
    expect(said).toMatch(/pushed to in the meantime/);
  });

  test("in a fork, the exact change is offered as a suggestion on the lines that the pull request shows", async () => {
    // A new file: the pull request shows all of it.
    const { number } = await world.openPullRequest({
      by: "mallory",
      fork: true,
      files: { "clusters/test.yaml": clusterText({ name: "test", zones: "bcd" }) },
    });
    const { sha } = world.pull(number).pull.head;
    await act(world, await onBase(number, "test/replica/add:europe-west1-b"));
    expect(world.pull(number).pull.head.sha).toBe(sha);
    expect(world.comments(number)).toEqual([]);
    const [remark] = world.state.reviewComments;
    expect(remark).toMatchObject({ path: "clusters/test.yaml", commit: sha, user: { login: "github-actions[bot]" } });
    expect(remark?.body).toContain("The branch is in a fork");
    const suggested = suggestedText(clusterText({ name: "test", zones: "bcd" }), remark);
    expect(suggested.match(/zone: europe-west1-b$/gm)).toHaveLength(2);
    expect(parseClusterFile(suggested, "clusters/test.yaml").diagnostics.map(({ severity }) => severity)).not.toContain(
      "error",
    );
  });

  test("in a fork, lines that the pull request does not show come as a difference in a comment", async () => {
    const { number } = await open("mallory", true);
    const { sha } = await after(number);
    await act(world, await onBase(number, "replica/add:europe-west1-b"));
    expect(await after(number)).toMatchObject({ sha, said: expect.stringMatching(/\+ +zone: europe-west1-b/) });
    expect(world.state.reviewComments).toEqual([]);
  });

  test("on a protected branch, a suggestion, too", async () => {
    const four = clusterText({ name: "prod", zones: "bcdb" });
    const { number } = await world.openPullRequest({ by: "wren", files: { "clusters/prod.yaml": four } });
    world.repository.protectedBranches.add(world.pull(number).pull.head.ref);
    const { sha } = await after(number);
    await act(world, await world.label(number, "replica/remove:prod-b2"));
    expect((await after(number)).sha).toBe(sha);
    const [remark] = world.state.reviewComments;
    expect(remark?.body).toMatch(/protected/i);
    expect(suggestedText(four, remark)).toBe(clusterText({ name: "prod", zones: "bcd" }));
  });

  test.each([
    ["a zone that the region has not", "replica/add:us-east1-b"],
    ["a replica that is not there", "replica/remove:prod-x"],
    ["a cluster that is not there", "other/replica/add:europe-west1-b"],
  ])("%s is answered with what would be right", async (_, label) => {
    const { number } = await open();
    const { sha } = await after(number);
    const { code } = await act(world, await world.label(number, label));
    expect(code).toBe(0);
    const { said, ...rest } = await after(number);
    expect(rest).toMatchObject({ sha, labels: [] });
    expect(said).toMatch(/europe-west1-|prod-b|prod\//);
  });

  test("two labels at odds: neither is followed, both go", async () => {
    const { number } = await open();
    const { sha } = await after(number);
    await world.label(number, "replica/remove:europe-west1-b");
    await act(world, await world.label(number, "replica/add:europe-west1-b"));
    expect(await after(number)).toMatchObject({ sha, labels: [], said: expect.stringContaining("opposite") });
  });

  test("other labels are nobody's business", async () => {
    const { number } = await open();
    const { outputs } = await act(world, await world.label(number, "bug"));
    expect(outputs["result"]).toBe("ignored");
    expect(world.github.log.writes()).toEqual([]);
  });
});
