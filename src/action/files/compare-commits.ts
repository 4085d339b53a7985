import { placedPlan } from "../../adapters/placed-plan.ts";
import type { Diagnostic } from "../../cluster/diagnostic.ts";
import { diagnose } from "../../cluster/problem.ts";
import type { TreeFile } from "../../github/tree.ts";
import { type BaseWording, compareFiles } from "../../propose/compare-files.ts";
import { compareSpecs } from "../../propose/compare-specs.ts";
import type { PlannedChange } from "../planned.ts";
import type { CommittedFiles, Listing } from "./committed-files.ts";

/** The three commits that a pull request is about, and how much of it is looked at. */
export interface Commits {
  /** The base branch as it is now. */
  readonly base: string;
  readonly head: string;
  /** Where the head has left the base branch. */
  readonly mergeBase: string;
  /** Cluster files that the head may change, at most; with more, none is read. */
  readonly most: number;
}

/** Each costs a call, and a pull request may remove thousands of other files. */
const mostMoved = 50;

const baseBranch: BaseWording = {
  placeOf: () => "on the base branch",
  errorRemedy: "Mend it there first, or plan from the cluster's state with /quorate plan",
  since: "",
};

/**
 * Plans from the base branch to what merging the head makes of it, for the clusters that the head has changed. Where the
 * base branch has changed the same file since, nobody can tell, and that is an error.
 */
export async function compareCommits(
  files: Pick<CommittedFiles, "list" | "read">,
  { base, head, mergeBase, most }: Commits,
): Promise<PlannedChange> {
  const [tip, now, old] = await Promise.all([files.list(base), files.list(head), files.list(mergeBase)]);
  const added = [...now.clusters.values()].filter(
    ({ path, sha }) => shaAt(old, path) !== sha && shaAt(tip, path) !== sha,
  );
  const isOnBoth = ({ path }: TreeFile) => shaAt(tip, path) !== undefined && shaAt(tip, path) !== shaAt(old, path);
  const changed = added.filter((file) => !isOnBoth(file));
  const gone = [...old.clusters.keys()].filter((path) => !now.clusters.has(path));
  const paths = [...changed.map(({ path }) => path), ...gone];
  if (paths.length > most) return { clusters: [], diagnostics: [tooMany(paths, most)] };
  const removed = [...old.others.values()].filter(({ path }) => !now.others.has(path) && !now.clusters.has(path));
  const untouched = [...now.clusters.values()].filter((file) => !changed.includes(file));
  const change = {
    heads: await files.read(changed),
    bases: await files.read(present(tip.clusters, paths)),
    readRemoved: () => files.read(removed.slice(0, mostMoved)),
    readUntouched: () => files.read(untouched),
  };
  const { clusters, diagnostics } = await compareFiles(change, baseBranch);
  return {
    clusters: clusters.map(({ head: file, spec, before }) => {
      return { file, spec, before, outcome: { plan: placedPlan(file, compareSpecs(before, spec)) } };
    }),
    diagnostics: [...added.filter(isOnBoth).map(({ path }) => changedTwice(path)), ...diagnostics],
  };
}

function changedTwice(file: string): Diagnostic {
  return diagnose(
    {
      code: "Q065",
      message:
        "The base branch has changed this file since the branch has left it, so nobody can tell what merging does",
      remedy: "Merge the base branch into this one",
    },
    { file, line: 1, column: 1 },
  );
}

function tooMany(paths: readonly string[], most: number): Diagnostic {
  const [file = ""] = paths;
  return diagnose(
    {
      code: "Q069",
      message: `This changes ${paths.length} cluster files, and at most ${most} are read: each costs one of the calls to GitHub's API that all workflows of the repository share`,
      remedy: "Split the pull request",
    },
    { file, line: 1, column: 1 },
  );
}

function shaAt({ clusters }: Listing, path: string): string | undefined {
  return clusters.get(path)?.sha;
}

function present(files: ReadonlyMap<string, TreeFile>, paths: readonly string[]): TreeFile[] {
  return paths.map((path) => files.get(path)).filter((file) => file !== undefined);
}
