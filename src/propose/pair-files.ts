import type { ClusterSpec } from "../cluster/cluster-spec.ts";
import type { Problem } from "../cluster/problem.ts";

/** A cluster file on one side of a comparison; without a spec it has errors. */
export interface Side {
  readonly file: string;
  readonly spec: ClusterSpec | undefined;
}

/** A valid file with what it was before; null for one that was not there. */
export interface Pair<H, B> {
  readonly head: H;
  readonly spec: ClusterSpec;
  readonly base: B | null;
}

export interface Pairing<H, B> {
  readonly pairs: readonly Pair<H, B>[];
  /** What is no longer there, under any name. */
  readonly gone: readonly B[];
}

/**
 * Finds for each valid file of `heads` what it was in `bases`. The cluster decides, whatever the file is called: a file
 * that was moved is compared with itself. Where the cluster is new, and the one that the file described is in no other
 * file either, the cluster was renamed, and both belong together for the planner to refuse.
 */
export function pairFiles<H extends Side, B extends Side>(heads: readonly H[], bases: readonly B[]): Pairing<H, B> {
  const clusters = new Set(heads.map(clusterOf));
  const byFile = firstBy(bases, ({ file }) => file);
  const byCluster = firstBy(bases, clusterOf);
  const baseOf = (head: H): B | null => {
    const here = byFile.get(head.file);
    if (here?.spec !== undefined && clusterOf(here) === clusterOf(head)) return here;
    return byCluster.get(clusterOf(head)) ?? (here?.spec && clusters.has(clusterOf(here)) ? null : (here ?? null));
  };
  const pairs = heads.flatMap((head) => (head.spec ? [{ head, spec: head.spec, base: baseOf(head) }] : []));
  const taken = new Set(pairs.map(({ base }) => base));
  const headByFile = firstBy(heads, ({ file }) => file);
  const gone = bases.filter((base) => {
    if (taken.has(base) || (base.spec !== undefined && clusters.has(clusterOf(base)))) return false;
    const here = headByFile.get(base.file);
    // Of a file with errors nobody knows which cluster it is meant to describe.
    return here === undefined || (here.spec !== undefined && base.spec !== undefined);
  });
  return { pairs, gone };
}

/** The first of several with the same key; those that have none are left out. */
function firstBy<T>(items: readonly T[], keyOf: (item: T) => string | undefined): Map<string | undefined, T> {
  const first = new Map<string | undefined, T>();
  for (const item of items) {
    const key = keyOf(item);
    if (key !== undefined && !first.has(key)) first.set(key, item);
  }
  return first;
}

/** Whether two specs are of the same cluster: both of one project and name. */
export function sameCluster(a: ClusterSpec, b: ClusterSpec): boolean {
  return a.project === b.project && a.name === b.name;
}

/** What is wrong with a file whose cluster another file has already. */
export function sharedState(other: string, { project, name }: ClusterSpec): Problem {
  return {
    code: "Q061",
    message: `${other} has the same project and name (${project}/${name}), so both would share one state`,
    remedy: "Give one of the clusters another name",
  };
}

function clusterOf({ spec }: Side): string | undefined {
  return spec && `${spec.project}/${spec.name}`;
}
