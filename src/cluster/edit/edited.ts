import { isDeepStrictEqual } from "node:util";
import type { ClusterSpec, ReplicaSpec } from "../cluster-spec.ts";
import type { Diagnostic } from "../diagnostic.ts";
import { type ParsedClusterFile, parseClusterFile } from "../parse.ts";
import { diagnose, type Problem } from "../problem.ts";
import { replicasPath } from "../rules/rule.ts";
import { type ReplicaList, readReplicaList } from "./replica-list.ts";
import { type Splice, spliced } from "./splice.ts";

/** An edited cluster file. */
export interface Edited {
  readonly text: string;
  readonly spec: ClusterSpec;
  /** The replicas that were added or removed. */
  readonly replicas: readonly ReplicaSpec[];
  /** Replicas that had a default name, which the file writes out now. */
  readonly named: readonly string[];
  /** Warnings that the file did not draw before. */
  readonly warnings: readonly Diagnostic[];
}

/** What became of an edit: a new text, or why there is none. */
export type EditOutcome = Edited | { readonly refused: readonly Diagnostic[] };

/** A replica to add. Without a machine type it inherits the control plane's. */
export type NewReplica = Pick<ReplicaSpec, "name" | "zone"> & { readonly machineType: string | undefined };

/** What an edit does to a valid file: splices of its text (undefined where they cannot be made), or problems. */
export type Change =
  | {
      readonly splices: readonly Splice[] | undefined;
      readonly added?: readonly NewReplica[];
      readonly removed?: readonly ReplicaSpec[];
      readonly named?: readonly string[];
    }
  | { readonly problems: readonly Problem[] };

const byteOrderMark = "\uFEFF";

const notEditable: Problem = {
  code: "Q071",
  message: "The replicas are written in a way that cannot be edited piece by piece",
  remedy:
    "Write each replica after a hyphen on lines of its own, without anchors and aliases, or edit the file by hand",
};

/**
 * Edits the text of a cluster file; `file` is only the name that positions carry. The new text is parsed again: it must
 * be valid and mean the old spec with exactly the change that was asked for, or the edit is refused.
 */
export function edit(
  original: string,
  file: string,
  changeOf: (spec: ClusterSpec, list: ReplicaList) => Change,
): EditOutcome {
  const before = parseClusterFile(original, file);
  if (before.spec === undefined) return { refused: before.diagnostics };
  const mark = original.startsWith(byteOrderMark) ? byteOrderMark : "";
  const list = readReplicaList(original.slice(mark.length));
  if (list === undefined) return refuse(before, [notEditable]);
  const change = changeOf(before.spec, list);
  if ("problems" in change) return refuse(before, change.problems);
  if (change.splices === undefined) return refuse(before, [notEditable]);
  const text = mark + likeAtEnd(list.text, spliced(list.text, change.splices));
  const { spec, diagnostics } = parseClusterFile(text, file);
  const { added = [], removed = [], named = [] } = change;
  const stay = before.spec.controlPlane.replicas.filter(({ name }) => !removed.some((gone) => gone.name === name));
  if (spec === undefined || !means(spec, before.spec, stay, added)) return refuse(before, [notEditable]);
  const known = new Set(before.diagnostics.map(({ message }) => message));
  const replicas = [...removed, ...spec.controlPlane.replicas.slice(stay.length)];
  return { text, spec, replicas, named, warnings: diagnostics.filter(({ message }) => !known.has(message)) };
}

function refuse({ source }: ParsedClusterFile, problems: readonly Problem[]): EditOutcome {
  const position = source.positionOf(replicasPath);
  return { refused: problems.map((problem) => diagnose(problem, position)) };
}

/** A file without a final line break stays one. */
function likeAtEnd(before: string, after: string): string {
  return before.endsWith("\n") ? after : after.replace(/\r?\n$/, "");
}

/** Whether a spec is another with these replicas, and nothing else. */
function means(
  spec: ClusterSpec,
  before: ClusterSpec,
  stay: readonly ReplicaSpec[],
  added: readonly NewReplica[],
): boolean {
  const found = spec.controlPlane.replicas.slice(stay.length);
  const replicas = added.map((each, index) => ({
    ...each,
    machineType: each.machineType ?? found[index]?.machineType,
  }));
  const controlPlane = { ...before.controlPlane, replicas: [...stay, ...replicas] };
  return isDeepStrictEqual(spec, { ...before, controlPlane });
}
