import type { Problem } from "./problem.ts";
import type { Path } from "./yaml/source.ts";

/** A problem at a path of a file, or of a section of it. */
export interface Violation {
  readonly path: Path;
  readonly problem: Problem;
}
