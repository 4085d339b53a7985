import type { ClusterFile } from "../cluster-file.ts";
import type { Draft } from "../draft.ts";
import type { Problem } from "../problem.ts";
import type { Path } from "../source.ts";

/** A problem at a path of the file. */
export interface Violation {
  readonly path: Path;
  readonly problem: Problem;
}

/** What is wrong with fields that are each valid by themselves. Says nothing about fields that the draft lacks. */
export type Rule = (file: Draft<ClusterFile>) => Violation[];

/** Where the replicas stand in a file. */
export const replicasPath: Path = ["spec", "controlPlane", "replicas"];
