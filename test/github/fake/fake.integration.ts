import { getOctokit } from "@actions/github";
import { afterEach, beforeEach, describe, expect, jest, test } from "@jest/globals";
import { World } from "../world.ts";
import { entryAt, readBlob } from "./git/read.ts";
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
const text = async (commit: string, path: string) => {
  const entry = await entryAt(world.state.git, commit, path);
  return entry && (await readBlob(world.state.git, entry.sha))?.toString("utf8");
};

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

describe("createCommitOnBranch", () => {
  const mutation = `mutation ($input: CreateCommitOnBranchInput!) {
    createCommitOnBranch(input: $input) { commit { oid url } }
  }`;
  const input = (branchName: string, expectedHeadOid: string) => ({
    branch: { repositoryNameWithOwner: "acme/clusters", branchName },
    message: { headline: "Add a replica" },
    expectedHeadOid,
    fileChanges: { additions: [{ path: "clusters/a.yaml", contents: Buffer.from("two: 4\n").toString("base64") }] },
  });

  test("writes a real commit, which the pull request takes as its head", async () => {
    const { number } = await propose();
    const { pull } = world.pull(number);
    const before = pull.head.sha;
    const answer = await client().graphql<{ createCommitOnBranch: { commit: { oid: string } } }>(mutation, {
      input: input(pull.head.ref, before),
    });
    expect(answer.createCommitOnBranch.commit.oid).toBe(pull.head.sha);
    expect(pull.head.sha).not.toBe(before);
    expect(await text(pull.head.sha, "clusters/a.yaml")).toBe("two: 4\n");
    expect(await text(pull.head.sha, "README.md")).toBe("hello\n");
    expect(await world.state.git.isAncestor(before, pull.head.sha)).toBe(true);
  });

  test("is refused when the branch has moved", async () => {
    const { number } = await propose();
    const { pull } = world.pull(number);
    const seen = pull.head.sha;
    await world.pushTo(number, { "clusters/a.yaml": "two: 5\n" });
    const now = pull.head.sha;
    await expect(client().graphql(mutation, { input: input(pull.head.ref, seen) })).rejects.toMatchObject({
      errors: [{ type: "STALE_DATA", path: ["createCommitOnBranch"] }],
    });
    expect(await world.head(pull.head.ref)).toBe(now);
  });

  test("is refused for a fork's branch, a protected branch and a read-only token", async () => {
    const { number } = await world.openPullRequest({ by: "mallory", fork: true, files: { "x.yaml": "x\n" } });
    const { head } = world.pull(number).pull;
    const theirs = {
      ...input(head.ref, head.sha),
      branch: { repositoryNameWithOwner: "mallory/clusters", branchName: head.ref },
    };
    const forbidden = { errors: [{ type: "FORBIDDEN" }] };
    await expect(client().graphql(mutation, { input: theirs })).rejects.toMatchObject(forbidden);
    const main = input("main", await world.head());
    await expect(client(readOnly).graphql(mutation, { input: main })).rejects.toMatchObject(forbidden);
    world.repository.protectedBranches.add("main");
    await expect(client().graphql(mutation, { input: main })).rejects.toMatchObject(forbidden);
  });

  test("must be written as GitHub's schema has it", async () => {
    await expect(client().graphql("{ repository(owner: 1) { nonsense } }")).rejects.toThrow("nonsense");
  });
});

describe("Git", () => {
  test("renames, removals and additions are told apart", async () => {
    const { number } = await world.openPullRequest({
      by: "wren",
      files: {
        "clusters/a.yaml": null,
        "clusters/b.yaml": "one: 1\ntwo: 2\nthree: 3\n",
        "README.md": null,
        "new.md": "n\n",
      },
    });
    const { rest } = client();
    const { data } = await rest.pulls.listFiles({ ...acme, pull_number: number });
    const shown = data.map(({ status, filename, previous_filename: from }) => [status, filename, from]);
    expect(shown).toEqual([
      ["removed", "README.md", undefined],
      ["renamed", "clusters/b.yaml", "clusters/a.yaml"],
      ["added", "new.md", undefined],
    ]);
    const { head, base } = world.pull(number).pull;
    const compared = await rest.repos.compareCommitsWithBasehead({ ...acme, basehead: `${base.sha}...${head.sha}` });
    expect(compared.data).toMatchObject({ status: "ahead", ahead_by: 1, behind_by: 0 });
    expect(compared.data.files).toEqual(data);
  });

  test("a comparison starts where the branches parted", async () => {
    const { number } = await propose();
    const left = await world.head();
    await world.push({ "clusters/other.yaml": "other\n" });
    const { head } = world.pull(number).pull;
    const { data } = await client().rest.repos.compareCommitsWithBasehead({ ...acme, basehead: `main...${head.ref}` });
    expect(data).toMatchObject({ status: "diverged", merge_base_commit: { sha: left } });
    expect(data.files?.map(({ filename }) => filename)).toEqual(["clusters/a.yaml"]);
  });

  test("a fork's commits are read through the repository", async () => {
    const { number } = await world.openPullRequest({ by: "mallory", fork: true, files: { "clusters/m.yaml": "m\n" } });
    const { head } = world.pull(number).pull;
    const { data } = await client(readOnly).rest.repos.getContent({ ...acme, path: "clusters/m.yaml", ref: head.sha });
    expect(data).toMatchObject({ type: "file", encoding: "base64", content: "bQo=\n" });
  });

  test("the contents of a link to a file are the file's; a tree shows that it is a link", async () => {
    await world.push({ "clusters/link.yaml": { link: "a.yaml" }, "clusters/out.yaml": { link: "/etc/passwd" } });
    const { rest } = client();
    const of = async (path: string) => (await rest.repos.getContent({ ...acme, path })).data;
    expect(await of("clusters/link.yaml")).toMatchObject({ type: "file", size: 23 });
    expect(await of("clusters/out.yaml")).toMatchObject({ type: "symlink", target: "/etc/passwd" });
    const { data } = await rest.git.getTree({ ...acme, tree_sha: "main", recursive: "1" });
    expect(data.tree.filter(({ mode }) => mode === "120000").map(({ path }) => path)).toEqual([
      "clusters/link.yaml",
      "clusters/out.yaml",
    ]);
  });

  test("a commit knows the pull requests that brought it", async () => {
    const { number } = await propose();
    const { push } = await world.merge(number, { squash: true });
    const { data } = await client().rest.repos.listPullRequestsAssociatedWithCommit({ ...acme, commit_sha: push.sha });
    expect(data.map((pull) => [pull.number, pull.merge_commit_sha])).toEqual([[number, push.sha]]);
  });

  test("a remark must be on a line that the pull request shows", async () => {
    const { number } = await propose();
    const { rest } = client();
    const remark = { ...acme, pull_number: number, body: "x", path: "clusters/a.yaml", commit_id: await world.head() };
    await expect(rest.pulls.createReviewComment({ ...remark, line: 2 })).resolves.toMatchObject({ status: 201 });
    await expect(rest.pulls.createReviewComment({ ...remark, line: 40 })).rejects.toMatchObject({ status: 422 });
  });
});

describe("deployments", () => {
  test("wait for all checks of the commit, the run's own too, unless told for which", async () => {
    const { rest } = client();
    const ref = await world.head();
    await rest.checks.create({ ...acme, head_sha: ref, name: "apply", status: "in_progress" });
    await expect(rest.repos.createDeployment({ ...acme, ref })).rejects.toMatchObject({ status: 409 });
    const { status } = await rest.repos.createDeployment({ ...acme, ref, required_contexts: [], auto_merge: false });
    expect(status).toBe(201);
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
