import { describe, expect, test } from "@jest/globals";
import type { CommittedFiles, Listing } from "../../../src/action/files/committed-files.ts";
import { compareCommits } from "../../../src/action/files/compare-commits.ts";
import { clusterFile } from "../../../src/adapters/cluster-files.ts";
import type { TreeFile } from "../../../src/github/tree.ts";
import { clusterText } from "../../kit/cluster/cluster-text.ts";

/** The files of a commit: a path and a text each. Those in `clusters/` are cluster files. */
type Commit = Readonly<Record<string, string>>;

/** Commits in memory; a file's text stands for its hash. */
function committed(commits: Readonly<Record<string, Commit>>): Pick<CommittedFiles, "list" | "read"> {
  return {
    list: async (commit): Promise<Listing> => {
      const files = Object.entries(commits[commit] ?? {}).map(
        ([path, sha]): TreeFile => ({ path, sha, isLink: false, size: sha.length }),
      );
      const [clusters = [], others = []] = [true, false].map((inScope) =>
        files.filter(({ path }) => path.startsWith("clusters/") === inScope),
      );
      const byPath = (some: TreeFile[]) => new Map(some.map((file) => [file.path, file]));
      return { clusters: byPath(clusters), others: byPath(others) };
    },
    read: async (files) => files.map(({ path, sha }) => clusterFile(path, sha)),
  };
}

/** What a pull request makes of a base branch that may have moved on, in short. */
async function compared(mergeBase: Commit, head: Commit, base = mergeBase) {
  const commits = { base: "base", head: "head", mergeBase: "old", most: 50 };
  const { clusters, diagnostics } = await compareCommits(committed({ base, head, old: mergeBase }), commits);
  return {
    plans: clusters.map(({ file, before }) => `${file.file}${before === null ? ", new" : ""}`),
    diagnostics: diagnostics.map(({ code, position }) => `${code} ${position?.file}:${position?.line}`),
  };
}

const [a, b, old] = ["clusters/a.yaml", "clusters/b.yaml", "old/a.yaml"];
const [life, grown] = [clusterText({ zones: "b" }), clusterText({ zones: "bcd" })];

describe("two files of one cluster after a pull request (Q061)", () => {
  test("a copy of a file that it leaves alone is refused", async () => {
    expect(await compared({ [a]: life }, { [a]: life, [b]: grown })).toEqual({
      plans: [],
      diagnostics: [`Q061 ${b}:4`],
    });
  });

  test("a copy of a file that it changes, too, is refused", async () => {
    expect(await compared({ [a]: life }, { [a]: grown, [b]: grown })).toEqual({
      plans: [a],
      diagnostics: [`Q061 ${b}:4`],
    });
  });
});

test("a file that the base branch has changed since is not planned (Q065)", async () => {
  expect(await compared({ [a]: life }, { [a]: grown }, { [a]: clusterText({ zones: "bc" }) })).toEqual({
    plans: [],
    diagnostics: [`Q065 ${a}:1`],
  });
});

test("a file that is moved into the folder is the same cluster", async () => {
  expect(await compared({ [old]: life }, { [a]: grown })).toEqual({ plans: [a], diagnostics: [] });
});

test("a file that has errors on the base branch is not planned (Q065), one that is gone is a warning (Q055)", async () => {
  expect(await compared({ [a]: "kind: Cluster\n", [b]: life }, { [a]: grown })).toEqual({
    plans: [a],
    diagnostics: [],
  });
  const rest = clusterText({ name: "rest", zones: "b" });
  expect(await compared({ [a]: "kind: Cluster\n", [b]: rest }, { [a]: grown })).toEqual({
    plans: [],
    diagnostics: [`Q065 ${a}:1`, `Q055 ${b}:1`],
  });
});
