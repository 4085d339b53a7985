import { getOctokit } from "@actions/github";
import { afterEach, beforeEach, describe, expect, jest, test } from "@jest/globals";
import { World } from "../stage/world.ts";
import { actionsApp } from "./state/account.ts";
import { type Permissions, readOnly, workflowToken } from "./state/token.ts";

jest.setTimeout(60_000);

const all: Permissions = {
  ...{ checks: "write", contents: "write", deployments: "write", issues: "write", "pull-requests": "write" },
  actions: "read",
};
const acme = { owner: "acme", repo: "clusters" };
let world: World;

beforeEach(async () => {
  world = await World.open({ files: { "clusters/a.yaml": "one: 1\ntwo: 2\nthree: 3\n", "README.md": "hello\n" } });
});
afterEach(() => world.close());

function client(permissions: Permissions = all) {
  const token = `ghs_${world.state.nextId()}`;
  world.state.tokens.set(token, workflowToken(token, "acme/clusters", permissions));
  return getOctokit(token, { baseUrl: world.github.urls.api });
}

const propose = () => world.openPullRequest({ by: "wren", files: { "clusters/a.yaml": "one: 1\ntwo: 3\nthree: 3\n" } });

describe("lists", () => {
  test("come in pages of 30, or at most 100, that lead to each other", async () => {
    const { number } = await propose();
    const { issue } = world.pull(number);
    for (let i = 0; i < 201; i++)
      world.state.addComment({ issue, body: `comment ${i}`, user: issue.user, app: undefined });
    const { rest, paginate } = client();
    const about = { ...acme, issue_number: number };
    const first = await rest.issues.listComments(about);
    expect(first.data).toHaveLength(30);
    expect(first.headers.link).toMatch(/page=2>; rel="next", <[^>]+page=7>; rel="last"/);
    expect((await rest.issues.listComments({ ...about, per_page: 1000 })).data).toHaveLength(100);
    const every = await paginate(rest.issues.listComments, { ...about, per_page: 100 });
    expect(every.map(({ body }) => body)).toEqual(Array.from({ length: 201 }, (_, i) => `comment ${i}`));
  });

  test("within an object are found by Octokit too", async () => {
    const { rest, paginate } = client();
    const head_sha = await world.head();
    for (let i = 0; i < 40; i++) await rest.checks.create({ ...acme, head_sha, name: `check ${i}` });
    expect(await paginate(rest.checks.listForRef, { ...acme, ref: head_sha })).toHaveLength(40);
  });
});

describe("limits", () => {
  test("a comment has at most 65,536 characters", async () => {
    const { number: issue_number } = await propose();
    const { rest } = client();
    const body = "é".repeat(65_536);
    await expect(rest.issues.createComment({ ...acme, issue_number, body })).resolves.toMatchObject({ status: 201 });
    await expect(rest.issues.createComment({ ...acme, issue_number, body: `${body}.` })).rejects.toMatchObject({
      status: 422,
    });
  });

  test("a request brings at most 50 annotations; more are added to them", async () => {
    const { rest } = client();
    const remark = { path: "a", start_line: 1, end_line: 1, annotation_level: "failure", message: "m" } as const;
    const output = (count: number) => ({ title: "t", summary: "s", annotations: Array(count).fill(remark) });
    const run = { ...acme, head_sha: await world.head(), name: "check" };
    await expect(rest.checks.create({ ...run, output: output(51) })).rejects.toMatchObject({ status: 422 });
    const { data } = await rest.checks.create({ ...run, output: output(50) });
    const more = await rest.checks.update({ ...acme, check_run_id: data.id, output: output(7) });
    expect(more.data.output.annotations_count).toBe(57);
  });
});

describe("rights", () => {
  test("a read-only token reads, and writes nothing", async () => {
    const { number: issue_number } = await propose();
    const { rest } = client(readOnly);
    await expect(rest.issues.listComments({ ...acme, issue_number })).resolves.toMatchObject({ data: [] });
    await expect(rest.issues.createComment({ ...acme, issue_number, body: "x" })).rejects.toMatchObject({
      status: 403,
      message: expect.stringContaining("Resource not accessible by integration"),
    });
  });

  test("a permission that the job does not list is not there", async () => {
    const { number } = await propose();
    const { rest } = client({ contents: "read" });
    await expect(rest.pulls.get({ ...acme, pull_number: number })).rejects.toMatchObject({ status: 403 });
  });

  test("GITHUB_TOKEN is nobody: GET /user is refused, and an unknown token too", async () => {
    await expect(client().rest.users.getAuthenticated()).rejects.toMatchObject({ status: 403 });
    const stranger = getOctokit("ghs_stranger", { baseUrl: world.github.urls.api });
    await expect(stranger.rest.repos.get(acme)).rejects.toMatchObject({ status: 401 });
  });

  test.each([
    ["ada", "admin", "admin"],
    ["max", "write", "maintain"],
    ["wren", "write", "write"],
    ["tess", "read", "triage"],
    ["rex", "read", "read"],
    ["mallory", "read", "read"],
  ])("%s has the permission %s by the role %s", async (username, permission, role_name) => {
    world.state.account("mallory");
    const { data } = await client().rest.repos.getCollaboratorPermissionLevel({ ...acme, username });
    expect(data).toMatchObject({ permission, role_name });
  });

  test("a check run is changed only by the app that made it", async () => {
    const { rest } = client();
    const { data } = await rest.checks.create({ ...acme, head_sha: await world.head(), name: "check" });
    expect(data.app?.slug).toBe("github-actions");
    const other = { ...actionsApp, id: 7, slug: "other" };
    const token = { ...workflowToken("other", "acme/clusters", all), app: other };
    world.state.tokens.set("other", token);
    const theirs = getOctokit("other", { baseUrl: world.github.urls.api });
    await expect(theirs.rest.checks.update({ ...acme, check_run_id: data.id, name: "x" })).rejects.toMatchObject({
      status: 403,
    });
  });
});

describe("what goes wrong", () => {
  test("fails the chosen request and no other, before it is done or after", async () => {
    const { number: issue_number } = await propose();
    const { rest } = client();
    world.github.faults.plan({ on: /^POST .*\/comments$/, nth: 2, kind: 502, when: "after" });
    world.github.faults.plan({ on: /^POST .*\/comments$/, nth: 3, kind: "secondary limit", retryAfter: 9 });
    const say = (body: string) => rest.issues.createComment({ ...acme, issue_number, body });
    await say("one");
    await expect(say("two")).rejects.toMatchObject({ status: 502 });
    await expect(say("three")).rejects.toMatchObject({ status: 403, response: { headers: { "retry-after": "9" } } });
    await say("four");
    expect(world.comments(issue_number).map(({ body }) => body)).toEqual(["one", "two", "four"]);
  });

  test("a request without a route is answered with 404, and remembered", async () => {
    await expect(client().request("GET /repos/acme/clusters/nothing")).rejects.toMatchObject({ status: 404 });
    expect(world.github.log.unknown).toEqual(["GET /repos/acme/clusters/nothing"]);
  });
});
