import { getOctokit } from "@actions/github";
import { afterEach, beforeEach, describe, expect, jest, test } from "@jest/globals";
import { World } from "../stage/world.ts";
import { entryAt, readBlob } from "./git/read.ts";
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
