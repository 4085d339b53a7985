import type { ClusterSpec } from "../cluster/cluster-spec.ts";
import type { Diagnostic } from "../cluster/diagnostic.ts";
import { diagnose } from "../cluster/problem.ts";
import type { Source } from "../cluster/yaml/source.ts";
import { type Pair, pairFiles, type Side, sameCluster, sharedState } from "./pair-files.ts";

/** A cluster file as it was read on one side of a comparison. */
export interface ComparedFile extends Side {
  readonly diagnostics: readonly Diagnostic[];
  readonly source: Source;
}

/** What a change makes of cluster files. Reading one may cost a call, so the rest is read only where it matters. */
export interface FileChange<F> {
  /** The files that the change is about, as they are after it. */
  readonly heads: readonly F[];
  /** What these and the deleted ones were before it. */
  readonly bases: readonly F[];
  /** Reads other files that are gone: any may have been moved to where `heads` has a cluster that is new. */
  readonly readRemoved: () => Promise<readonly F[]>;
  /** Reads the cluster files that the change leaves alone. */
  readonly readUntouched: () => Promise<readonly F[]>;
}

/** How diagnostics speak of what the files are compared with. */
export interface BaseWording {
  /** Where an error of a file is, such as `on the base branch`. */
  readonly placeOf: (error: Diagnostic) => string;
  /** What to do about such an error. */
  readonly errorRemedy: string;
  /** Since when a file is gone, such as `since main`; empty where that is plain. */
  readonly since: string;
}

/** A cluster that can be planned. */
export interface Comparison<F> extends Pair<F, F> {
  /** What its file asked for before; null for a new cluster. */
  readonly before: ClusterSpec | null;
}

/**
 * Finds what each file was before a change. A file that was moved is the same cluster; one that is new makes a new cluster;
 * one that is gone changes nothing, which is a warning. What cannot be planned is in the diagnostics. Pure but for
 * what it has read.
 */
export async function compareFiles<F extends ComparedFile>(
  { heads, bases, readRemoved, readUntouched }: FileChange<F>,
  wording: BaseWording,
): Promise<{ readonly clusters: readonly Comparison<F>[]; readonly diagnostics: readonly Diagnostic[] }> {
  const removed = pairFiles(heads, bases).pairs.some(isNew) ? await readRemoved() : [];
  const { pairs, gone } = pairFiles(heads, [...bases, ...removed]);
  const untouched = pairs.some(isNew) ? await readUntouched() : [];
  const clashes = clashesOf(pairs, untouched);
  const compared = pairs.filter((_, at) => clashes[at] === undefined).map((pair) => compare(pair, wording));
  return {
    clusters: compared.filter((each) => "head" in each),
    diagnostics: [
      ...heads.filter(({ spec }) => spec === undefined).flatMap(({ diagnostics }) => diagnostics),
      ...clashes.filter((each) => each !== undefined),
      ...compared.filter((each) => "code" in each),
      ...gone.filter((each) => bases.includes(each)).map((each) => deleted(each, wording)),
    ],
  };
}

/** Whether the file was of another cluster before, or of none. */
function isNew<F extends ComparedFile>({ spec, base }: Pair<F, F>): boolean {
  return !(base?.spec && sameCluster(base.spec, spec));
}

/**
 * For each pair, whether another file has the same cluster: both would share one state. Of a file that has had the cluster
 * before and one that has not, the second one is to blame.
 */
function clashesOf<F extends ComparedFile>(
  pairs: readonly Pair<F, F>[],
  untouched: readonly F[],
): (Diagnostic | undefined)[] {
  const headsOf = (some: readonly Pair<F, F>[]) => some.map(({ head }) => head);
  const all = [...untouched, ...headsOf(pairs)];
  const settled = headsOf(pairs.filter(isSettled));
  return pairs.map((pair) => {
    const { head, spec } = pair;
    const rivals = isSettled(pair) ? settled : all;
    const other = rivals.find((each) => each.file !== head.file && each.spec && sameCluster(each.spec, spec));
    return other && diagnose(sharedState(other.file, spec), head.source.positionOf(["metadata", "name"]));
  });
}

/** Whether the same file had the cluster before. */
function isSettled<F extends ComparedFile>(pair: Pair<F, F>): boolean {
  return pair.base?.file === pair.head.file && !isNew(pair);
}

function compare<F extends ComparedFile>(
  pair: Pair<F, F>,
  { placeOf, errorRemedy }: BaseWording,
): Comparison<F> | Diagnostic {
  const { head, base } = pair;
  const error = base?.diagnostics.find(({ severity }) => severity === "error");
  if (error === undefined) return { ...pair, before: base?.spec ?? null };
  if (error.code === "Q065") return error;
  return diagnose(
    {
      code: "Q065",
      message: `The file has errors ${placeOf(error)}: ${error.message} (${error.code}), so nobody can tell what this change does`,
      remedy: errorRemedy,
    },
    head.source.positionOf([]),
  );
}

function deleted({ file, spec }: ComparedFile, { since }: BaseWording): Diagnostic {
  const [subject, rest] =
    spec === undefined ? ["The file", "whatever it described"] : [`The file of ${spec.name}`, "the cluster"];
  return diagnose(
    {
      code: "Q055",
      message: `${subject} is gone${since && ` ${since}`}, and that changes nothing: ${rest} stays, and nobody looks after it`,
      remedy: `To delete the cluster, bring the file back and run \`quorate delete ${file}\``,
    },
    { file, line: 1, column: 1 },
  );
}
