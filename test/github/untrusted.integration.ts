import { afterEach, beforeEach, describe, expect, jest, test } from "@jest/globals";
import type { Changes } from "./fake/git/change.ts";
import { bot, closeWorld, grown, only, openProd, prod } from "./stage/prod.ts";
import { act } from "./stage/stage.ts";
import type { World } from "./stage/world.ts";

jest.setTimeout(120_000);

let world: World;
beforeEach(async () => {
  world = await openProd();
});
afterEach(() => closeWorld(world));

const marker = "<!-- quorate:plan -->";
const bodies = (number: number) => world.comments(number).map(({ user, body }) => [user.login, body]);

describe("what others write is never trusted", () => {
  test("a fork's pull request is planned with a read-only token: in the summary, without a failure", async () => {
    const opened = await world.openPullRequest({ by: "mallory", fork: true, files: grown });
    const { code, summary, outputs } = await act(world, opened);
    expect({ code, result: outputs["result"] }).toEqual({ code: 0, result: "changes" });
    expect(summary).toContain("### prod: grow from 1 to 3 replicas");
    expect(world.github.log.writes()).toEqual([]);
  });

  test.each([
    ["a fork", 50, { by: "mallory", fork: true }],
    ["a branch", 200, { by: "wren", fork: false }],
  ])(
    "of a pull request from %s with more than %i cluster files none is read, and their number is said",
    async (_, most, from) => {
      const files = (count: number) =>
        Object.fromEntries(Array.from({ length: count }, (_, at) => [`clusters/${at}.yaml`, `kind: Cluser # ${at}\n`]));
      const read = () => world.github.log.entries.filter(({ path }) => path.includes("/git/blobs/")).length;
      const { number, ...opened } = await world.openPullRequest({ ...from, files: files(most + 1) });
      const refused = await act(world, opened);
      expect(refused).toMatchObject({ code: 1, outputs: { result: "refused" } });
      expect(refused.annotations.filter(({ level }) => level === "error")).toMatchObject([
        { title: "Quorate Q069", message: expect.stringContaining(`${most + 1} cluster files, and at most ${most}`) },
      ]);
      expect(read()).toBe(0);
      const fewer = await act(world, await world.pushTo(number, files(most), { force: true }));
      expect(fewer.raw).not.toContain("Q069");
      expect(read()).toBe(most);
    },
  );

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
    const comment = only(world, opened.number);
    const { body } = comment;
    comment.body = body.replace("tolerates 1", "tolerates 3");
    await act(world, await world.pushTo(opened.number, { "README.md": "more\n" }));
    expect(only(world, opened.number).body).toContain("tolerates 1");
    expect(only(world, opened.number).body).not.toContain("tolerates 3");
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
    expect(only(world, opened.number).body).toContain("Q062");
  });
});
