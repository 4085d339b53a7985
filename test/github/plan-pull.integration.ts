import { afterEach, beforeEach, describe, expect, jest, test } from "@jest/globals";
import { clusterText, type Wanted } from "../workflow/cluster-text.ts";
import type { Changes } from "./fake/git/change.ts";
import { act } from "./stage.ts";
import { World } from "./world.ts";

jest.setTimeout(120_000);

const prod = (wanted: Partial<Wanted> = {}) => clusterText({ name: "prod", zones: "b", ...wanted });
const grown: Changes = { "clusters/prod.yaml": prod({ zones: "bcd" }) };
const marker = "<!-- quorate:plan -->";

let world: World;
beforeEach(async () => {
  world = await World.open({ files: { "clusters/prod.yaml": prod(), "README.md": "ours\n" } });
});
afterEach(async () => {
  const { unknown } = world.github.log;
  await world.close();
  expect(unknown).toEqual([]);
});

const bot = "github-actions[bot]";
const bodies = (number: number) => world.comments(number).map(({ user, body }) => [user.login, body]);
const only = (number: number) => {
  const [comment, ...others] = world.comments(number);
  if (comment === undefined || others.length > 0) throw new Error(`there are ${others.length} comments too many`);
  return comment;
};

describe("a pull request is planned (D3)", () => {
  test("opened, it gets a comment; pushed to, the same comment changes; undone, it says so", async () => {
    const opened = await world.openPullRequest({ by: "wren", files: grown });
    expect(await act(world, opened)).toMatchObject({ code: 0, outputs: { result: "changes", clusters: '["prod"]' } });
    const { id, user, body } = only(opened.number);
    expect(user.login).toBe(bot);
    expect(body).toContain("### prod: grow from 1 to 3 replicas");

    const pushed = await world.pushTo(opened.number, { "clusters/prod.yaml": prod({ zones: "bcdbc" }) });
    expect(await act(world, pushed)).toMatchObject({ code: 0 });
    expect(only(opened.number)).toMatchObject({ id, body: expect.stringContaining("from 1 to 5 replicas") });

    const undone = await world.pushTo(opened.number, { "clusters/prod.yaml": prod() });
    expect(await act(world, undone)).toMatchObject({ code: 0, outputs: { result: "no-changes" } });
    const last = only(opened.number);
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
    expect(only(opened.number).body).toContain("### prod");
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
    expect(only(opened.number).body).toContain("quorate delete");
  });

  test("a moved file is the same cluster", async () => {
    const moved = { "clusters/prod.yaml": null, "clusters/prod-eu.yaml": prod({ zones: "bcd" }) };
    const opened = await world.openPullRequest({ by: "wren", files: moved });
    expect(await act(world, opened)).toMatchObject({ code: 0, outputs: { clusters: '["prod"]' } });
    expect(only(opened.number).body).toContain("grow from 1 to 3");
  });

  test("after a force push, the new head is planned", async () => {
    const opened = await world.openPullRequest({ by: "wren", files: grown });
    await act(world, opened);
    const forced = await world.pushTo(opened.number, { "clusters/prod.yaml": prod({ zones: "bc" }) }, { force: true });
    await act(world, forced);
    expect(only(opened.number).body).not.toContain("from 1 to 3");
  });

  test("a run that comes late leaves the plan of the newer head alone", async () => {
    const opened = await world.openPullRequest({ by: "wren", files: grown });
    const pushed = await world.pushTo(opened.number, { "clusters/prod.yaml": prod({ zones: "bcdbc" }) });
    await act(world, pushed);
    const { body } = only(opened.number);
    expect(await act(world, opened)).toMatchObject({ code: 0, outputs: { result: "ignored" } });
    expect(only(opened.number).body).toBe(body);
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
    expect(only(opened.number).body).toContain("Q0");
  });

  test("of one cluster hide no other's plan (D9)", async () => {
    const files = { ...grown, "clusters/bad.yaml": "kind: Cluster\n" };
    const opened = await world.openPullRequest({ by: "wren", files });
    expect(await act(world, opened)).toMatchObject({ code: 1 });
    expect(only(opened.number).body).toContain("### prod: grow from 1 to 3 replicas");
  });

  test("are at most ten annotations: GitHub shows no more", async () => {
    const bad = Object.fromEntries(Array.from({ length: 30 }, (_, i) => [`clusters/bad-${i}.yaml`, "kind: Cluser\n"]));
    const opened = await world.openPullRequest({ by: "wren", files: bad });
    const { annotations, summary } = await act(world, opened);
    expect(annotations.filter(({ level }) => level === "error").length).toBeLessThanOrEqual(10);
    for (const file of Object.keys(bad)) expect(summary).toContain(file);
  });
});

describe("what others write is never trusted", () => {
  test("a fork's pull request is planned with a read-only token: in the summary, without a failure", async () => {
    const opened = await world.openPullRequest({ by: "mallory", fork: true, files: grown });
    const { code, summary, outputs } = await act(world, opened);
    expect({ code, result: outputs["result"] }).toEqual({ code: 0, result: "changes" });
    expect(summary).toContain("### prod: grow from 1 to 3 replicas");
    expect(world.github.log.writes()).toEqual([]);
  });

  test("somebody's comment with our marker stays theirs, and ours is written beside it", async () => {
    const opened = await world.openPullRequest({ by: "wren", files: grown });
    await world.comment(opened.number, `${marker}\nNothing changes, trust me`, "mallory");
    await act(world, opened);
    await act(world, await world.pushTo(opened.number, { "clusters/prod.yaml": prod({ zones: "bcdbc" }) }));
    expect(bodies(opened.number)).toEqual([
      ["mallory", `${marker}\nNothing changes, trust me`],
      [bot, expect.stringContaining("from 1 to 5 replicas")],
    ]);
  });

  test("our comment, edited by somebody, is written anew", async () => {
    const opened = await world.openPullRequest({ by: "wren", files: grown });
    await act(world, opened);
    const comment = only(opened.number);
    const { body } = comment;
    comment.body = body.replace("tolerates 1", "tolerates 3");
    await act(world, await world.pushTo(opened.number, { "README.md": "more\n" }));
    expect(only(opened.number).body).toContain("tolerates 1");
    expect(only(opened.number).body).not.toContain("tolerates 3");
  });

  test.each([
    ["a workflow command", "clusters/x\n::error::pwned.yaml"],
    ["an older workflow command", "clusters/##[add-mask]a.yaml"],
    ["a mention and a picture", "clusters/@acme ![x](http:evil) <img src=x>.yaml"],
    ["a table and a fence", "clusters/a|b```c.yaml"],
  ])("a file's name cannot become %s", async (_, name) => {
    const opened = await world.openPullRequest({
      by: "wren",
      files: { [name]: "kind: Cluser\n" },
      title: "::error::pwned",
    });
    const { annotations, odd, masks, summary } = await act(world, opened);
    expect(annotations.map(({ message }) => message)).not.toContain("pwned.yaml");
    expect({ odd, masks: masks.length }).toEqual({ odd: [], masks: 1 });
    for (const text of [summary, ...world.comments(opened.number).map(({ body }) => body)]) {
      expect(text).not.toMatch(/(^|[^\\`&;])@acme/m);
      expect(text).not.toMatch(/!\[x\]\(|<img/);
      expect(text).not.toMatch(/^::|##\[add-mask\]/m);
    }
  });

  test("a link in place of a cluster file is refused, whatever it leads to", async () => {
    const files: Changes = { "clusters/out.yaml": { link: "/etc/passwd" }, "clusters/in.yaml": { link: "prod.yaml" } };
    const opened = await world.openPullRequest({ by: "wren", files });
    const { code, raw } = await act(world, opened);
    expect(code).toBe(1);
    expect(raw).not.toContain("root:");
    expect(only(opened.number).body).toContain("Q062");
  });
});

describe("many clusters in one pull request (D9)", () => {
  const named = (count: number, zones: string): Changes =>
    Object.fromEntries(
      Array.from({ length: count }, (_, i) => [`clusters/c${i}.yaml`, clusterText({ name: `c${i}`, zones })]),
    );
  const callsFor = async (count: number) => {
    await world.push(named(count, "b"));
    const opened = await world.openPullRequest({ by: "wren", files: named(count, "bcd") });
    const since = world.github.log.entries.length;
    const ended = await act(world, opened);
    expect(ended.code).toBe(0);
    return { ended, number: opened.number, calls: world.github.log.entries.length - since };
  };

  test("forty: the comment holds every verdict within its limit, the summary everything; calls grow no faster than they", async () => {
    const ten = await callsFor(10);
    const forty = await callsFor(40);
    const { body } = only(forty.number);
    expect(body.length).toBeLessThanOrEqual(65_536);
    for (let i = 0; i < 40; i++) expect(body).toMatch(new RegExp(`\\bc${i}\\b[^\\n]*1 to 3`));
    expect(JSON.parse(forty.ended.outputs["clusters"] ?? "")).toHaveLength(40);
    expect(forty.ended.files["plan-markdown"]).toContain("google_compute_instance.replica_c39-d");
    expect(Buffer.byteLength(forty.ended.summary)).toBeLessThanOrEqual(1024 * 1024);
    expect(forty.calls - ten.calls).toBeLessThanOrEqual(30 * 2);
  });
});

describe("GitHub fails", () => {
  test.each([
    ["with 502 once", { on: /^POST .*comments$/, kind: 502 }],
    ["after it has written the comment", { on: /^POST .*comments$/, kind: 502, when: "after" }],
    ["by cutting the connection", { on: /^GET .*trees/, kind: "cut" }],
    ["with a secondary limit", { on: /^POST .*comments$/, kind: "secondary limit" }],
  ] as const)("%s: there is one comment all the same", async (_, fault) => {
    const opened = await world.openPullRequest({ by: "wren", files: grown });
    world.github.faults.plan(fault);
    expect(await act(world, opened)).toMatchObject({ code: 0 });
    expect(only(opened.number).body).toContain("### prod");
  });

  test("for good: the step fails with what GitHub said, and the summary has the plan", async () => {
    const opened = await world.openPullRequest({ by: "wren", files: grown });
    world.github.faults.plan({ on: /^POST .*comments$/, kind: 500, times: 100 });
    const { code, text, summary } = await act(world, opened);
    expect(code).toBe(1);
    expect(text).toMatch(/Error: .*(500|Server Error)/);
    expect(summary).toContain("### prod");
  });
});
