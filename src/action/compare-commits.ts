import { type ClusterFile, diagnosticsOf, isBad, specOf } from "../adapters/cluster-files.ts";
import { placedPlan } from "../adapters/placed-plan.ts";
import type { Diagnostic } from "../cluster/diagnostic.ts";
import { diagnose } from "../cluster/problem.ts";
import type { TreeFile } from "../github/tree.ts";
import { compareSpecs } from "../workflow/compare-specs.ts";
import { pairFiles, sameCluster } from "../workflow/pair-files.ts";
import type { CommittedFiles, Listing } from "./committed-files.ts";
import type { PlannedChange, PlannedCluster } from "./planned.ts";

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

/**
 * Plans from the base branch to what merging the head makes of it, for the clusters that the head has changed. Where the
 * base branch has changed the same file since, nobody can tell, and that is an error.
 */
export async function compareCommits(
  files: CommittedFiles,
  { base, head, mergeBase, most }: Commits,
): Promise<PlannedChange> {
  const [tip, now, old] = await Promise.all([files.list(base), files.list(head), files.list(mergeBase)]);
  const touched = [...now.clusters.values()].filter(({ path, sha }) => shaAt(old, path) !== sha);
  const added = touched.filter(({ path, sha }) => shaAt(tip, path) !== sha);
  const [both, changed] = partition(
    added,
    ({ path }) => shaAt(tip, path) !== undefined && shaAt(tip, path) !== shaAt(old, path),
  );
  const gone = [...old.clusters.keys()].filter((path) => !now.clusters.has(path));
  const paths = [...changed.map(({ path }) => path), ...gone];
  if (paths.length > most) return { clusters: [], diagnostics: [tooMany(paths, most)] };
  const heads = await files.read(changed);
  const bases = await files.read(present(tip.clusters, paths));
  const elsewhere = await movedFrom(files, heads, bases, old, now);

  const { pairs, gone: lost } = pairFiles(heads, [...bases, ...elsewhere]);
  const clashes = await sameState(files, pairs, now, changed);
  const compared = pairs.filter(({ head }) => !clashes.has(head.file)).map(({ head, base }) => compare(head, base));
  return {
    clusters: compared.filter((each) => "outcome" in each),
    diagnostics: [
      ...diagnosticsOf(heads.filter(isBad)),
      ...both.map(({ path }) => changedTwice(path)),
      ...clashes.values(),
      ...compared.flatMap((each) => ("outcome" in each ? [] : [each])),
      ...lost.filter((each) => bases.includes(each)).map(deleted),
    ],
  };
}

/** Each costs a call, and a pull request may remove thousands of other files. */
const mostMoved = 50;

/** Files outside of `files` that are gone, and may have held the clusters of files that are new. */
async function movedFrom(
  files: CommittedFiles,
  heads: readonly ClusterFile[],
  bases: readonly ClusterFile[],
  old: Listing,
  now: Listing,
): Promise<ClusterFile[]> {
  if (newClusters(heads, bases).length === 0) return [];
  const gone = [...old.others.values()].filter(({ path }) => !now.others.has(path) && !now.clusters.has(path));
  return (await files.read(gone.slice(0, mostMoved))).filter(({ spec }) => spec !== undefined);
}

/** New clusters whose project and name another file has already: both would share one state. */
async function sameState(
  files: CommittedFiles,
  pairs: readonly { readonly head: ClusterFile; readonly base: ClusterFile | null }[],
  now: Listing,
  changed: readonly TreeFile[],
): Promise<Map<string, Diagnostic>> {
  const fresh = pairs.filter(({ head, base }) => !(base?.spec && sameCluster(base.spec, specOf(head))));
  if (fresh.length === 0) return new Map();
  const kept = [...now.clusters.values()].filter((file) => !changed.includes(file));
  const others = [...(await files.read(kept)), ...pairs.map(({ head }) => head)];
  return new Map(
    fresh.flatMap(({ head }) => {
      const spec = specOf(head);
      const other = others.find((each) => each.file !== head.file && each.spec && sameCluster(each.spec, spec));
      if (other === undefined) return [];
      const problem = {
        code: "Q061",
        message: `${other.file} has the same project and name (${spec.project}/${spec.name}), so both would share one state`,
        remedy: "Give one of the clusters another name",
      } as const;
      return [[head.file, diagnose(problem, head.source.positionOf(["metadata", "name"]))]];
    }),
  );
}

function newClusters(heads: readonly ClusterFile[], bases: readonly ClusterFile[]): readonly ClusterFile[] {
  return pairFiles(heads, bases)
    .pairs.filter(({ head, base }) => !(base?.spec && sameCluster(base.spec, specOf(head))))
    .map(({ head }) => head);
}

function compare(head: ClusterFile, base: ClusterFile | null): PlannedCluster | Diagnostic {
  const spec = specOf(head);
  const [error] = base?.diagnostics.filter(({ severity }) => severity === "error") ?? [];
  if (error !== undefined) {
    return diagnose(
      {
        code: "Q065",
        message: `The file has errors on the base branch: ${error.message} (${error.code}), so nobody can tell what this change does`,
        remedy: "Mend it there first, or plan from the cluster's state with /quorate plan",
      },
      head.source.positionOf([]),
    );
  }
  const before = base === null ? null : specOf(base);
  return { file: head, spec, before, outcome: { plan: placedPlan(head, compareSpecs(before, spec)) } };
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

function deleted({ file, spec }: ClusterFile): Diagnostic {
  return diagnose(
    {
      code: "Q055",
      message: `${spec === undefined ? "The file" : `The file of ${spec.name}`} is gone, and that changes nothing: ${spec === undefined ? "whatever it described" : "the cluster"} stays, and nobody looks after it`,
      remedy: `To delete the cluster, bring the file back and run \`quorate delete ${file}\``,
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

function partition<T>(items: readonly T[], test: (item: T) => boolean): [yes: T[], no: T[]] {
  return [items.filter(test), items.filter((item) => !test(item))];
}
