import { afterEach, beforeEach, describe, expect, jest, test } from "@jest/globals";
import { clusterText } from "../kit/cluster/cluster-text.ts";
import { bot, closeWorld, grown, only, openProd, prod } from "./stage/prod.ts";
import { act } from "./stage/stage.ts";
import { World } from "./stage/world.ts";

jest.setTimeout(120_000);

let world: World;
beforeEach(async () => {
  world = await openProd();
});
afterEach(() => closeWorld(world));

describe("a pull request is planned (D3)", () => {
  test("opened, it gets a comment; pushed to, the same comment changes; undone, it says so", async () => {
    const opened = await world.openPullRequest({ by: "wren", files: grown });
    expect(await act(world, opened)).toMatchObject({ code: 0, outputs: { result: "changes", clusters: '["prod"]' } });
    const { id, user, body } = only(world, opened.number);
    expect(user.login).toBe(bot);
    expect(body).toContain("### prod: grow from 1 to 3 replicas");

    const pushed = await world.pushTo(opened.number, { "clusters/prod.yaml": prod({ zones: "bcdbc" }) });
    expect(await act(world, pushed)).toMatchObject({ code: 0 });
    expect(only(world, opened.number)).toMatchObject({ id, body: expect.stringContaining("from 1 to 5 replicas") });

    const undone = await world.pushTo(opened.number, { "clusters/prod.yaml": prod() });
    expect(await act(world, undone)).toMatchObject({ code: 0, outputs: { result: "no-changes" } });
    const last = only(world, opened.number);
    expect(last.id).toBe(id);
    expect(last.body).not.toContain("replicas");
  });

  test("what does not touch a cluster gets no comment, and writes nothing", async () => {
    const opened = await world.openPullRequest({ by: "wren", files: { "README.md": "theirs\n" } });
    expect(await act(world, opened)).toMatchObject({ code: 0, outputs: { result: "no-changes", clusters: "[]" } });
    expect(world.github.log.writes()).toEqual([]);
  });

  test("nothing of it is checked out or run: an empty folder is enough", async () => {
    const opened = await world.openPullRequest({ by: "wren", files: grown });
    expect(await act(world, opened, { checkout: "none" })).toMatchObject({ code: 0 });
    expect(only(world, opened.number).body).toContain("### prod");
  });

  test("only its own changes count, when the base branch has moved on", async () => {
    const opened = await world.openPullRequest({ by: "wren", files: grown });
    await world.push({ "clusters/later.yaml": clusterText({ name: "later", zones: "b" }) });
    expect(await act(world, opened)).toMatchObject({ outputs: { clusters: '["prod"]' } });
  });

  test("a deleted file is no deleted cluster, and is pointed out (R7)", async () => {
    const opened = await world.openPullRequest({ by: "wren", files: { "clusters/prod.yaml": null } });
    const { annotations } = await act(world, opened);
    expect(annotations.map(({ message }) => message).join("\n")).toContain("quorate delete");
    expect(only(world, opened.number).body).toContain("quorate delete");
  });

  test("a moved file is the same cluster", async () => {
    const moved = { "clusters/prod.yaml": null, "clusters/prod-eu.yaml": prod({ zones: "bcd" }) };
    const opened = await world.openPullRequest({ by: "wren", files: moved });
    expect(await act(world, opened)).toMatchObject({ code: 0, outputs: { clusters: '["prod"]' } });
    expect(only(world, opened.number).body).toContain("grow from 1 to 3");
  });

  test("after a force push, the new head is planned", async () => {
    const opened = await world.openPullRequest({ by: "wren", files: grown });
    await act(world, opened);
    const forced = await world.pushTo(opened.number, { "clusters/prod.yaml": prod({ zones: "bc" }) }, { force: true });
    await act(world, forced);
    expect(only(world, opened.number).body).not.toContain("from 1 to 3");
  });

  test("a run that comes late leaves the plan of the newer head alone", async () => {
    const opened = await world.openPullRequest({ by: "wren", files: grown });
    const pushed = await world.pushTo(opened.number, { "clusters/prod.yaml": prod({ zones: "bcdbc" }) });
    await act(world, pushed);
    const { body } = only(world, opened.number);
    expect(await act(world, opened)).toMatchObject({ code: 0, outputs: { result: "ignored" } });
    expect(only(world, opened.number).body).toBe(body);
  });

  test("works on GitHub Enterprise, whose addresses come from the environment", async () => {
    const theirs = await World.open({ files: { "clusters/prod.yaml": prod() }, enterprise: true, private: true });
    try {
      const opened = await theirs.openPullRequest({ by: "wren", files: grown });
      expect(await act(theirs, opened)).toMatchObject({ code: 0 });
      const [comment] = theirs.comments(opened.number);
      expect(comment?.body).toContain("https://github.acme.example/acme/clusters/");
      expect(comment?.body).not.toContain("https://github.com/acme");
      expect(theirs.github.log.unknown).toEqual([]);
    } finally {
      await theirs.close();
    }
  });
});

describe("mistakes in a file", () => {
  const broken = prod({ zones: "bcd" })
    .replace("zone: europe-west1-c", "zone: europe-west4-c")
    .replace("kind: Cluster", "kind: Cluser");

  test("are annotations on its lines, all at once, and the step fails (D1)", async () => {
    const opened = await world.openPullRequest({ by: "wren", files: { "clusters/prod.yaml": broken } });
    const { code, annotations } = await act(world, opened);
    expect(code).toBe(1);
    const lineOf = (text: string) => broken.split("\n").findIndex((line) => line.includes(text)) + 1;
    const at = annotations.filter(({ level }) => level === "error").map(({ file, line }) => [file, line]);
    expect(at).toContainEqual(["clusters/prod.yaml", lineOf("Cluser")]);
    expect(at).toContainEqual(["clusters/prod.yaml", lineOf("europe-west4-c")]);
    expect(only(world, opened.number).body).toContain("Q0");
  });

  test("of one cluster hide no other's plan (D9)", async () => {
    const files = { ...grown, "clusters/bad.yaml": "kind: Cluster\n" };
    const opened = await world.openPullRequest({ by: "wren", files });
    expect(await act(world, opened)).toMatchObject({ code: 1 });
    expect(only(world, opened.number).body).toContain("### prod: grow from 1 to 3 replicas");
  });

  test("are at most ten annotations: GitHub shows no more", async () => {
    const bad = Object.fromEntries(Array.from({ length: 30 }, (_, i) => [`clusters/bad-${i}.yaml`, "kind: Cluser\n"]));
    const opened = await world.openPullRequest({ by: "wren", files: bad });
    const { annotations, summary } = await act(world, opened);
    expect(annotations.filter(({ level }) => level === "error").length).toBeLessThanOrEqual(10);
    for (const file of Object.keys(bad)) expect(summary).toContain(file);
  });
});
