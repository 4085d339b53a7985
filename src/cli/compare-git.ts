import {
  type ClusterFile,
  clusterFile,
  defaultFolder,
  diagnosticsOf,
  isBad,
  readClusterFiles,
  specOf,
  unreadFile,
} from "../adapters/cluster-files.ts";
import { isThere, isYaml, standsFor } from "../adapters/find-files.ts";
import { type Commit, type CommittedFile, openCommit } from "../adapters/git-files.ts";
import type { Diagnostic } from "../cluster/diagnostic.ts";
import { diagnose } from "../cluster/problem.ts";
import { compareSpecs } from "../workflow/compare-specs.ts";
import { pairFiles, sameCluster } from "../workflow/pair-files.ts";
import { type ClusterPlan, type ClusterPlans, inTurn, planOf } from "./plan-clusters.ts";

/**
 * Plans from the files as they are at a commit to the files in the working tree. A file that was moved is the same
 * cluster; one that is new makes a new cluster; one that is gone changes nothing, which is a warning. Throws a GitError
 * where there is no such commit.
 */
export async function planFromGit(paths: readonly string[], ref: string): Promise<ClusterPlans> {
  const commit = await openCommit(ref);
  const named = paths.length > 0 ? paths : [defaultFolder];
  const inScope = (file: string) => named.some((argument) => standsFor(argument, file));
  const before = commit.files.filter(inScope);
  const heads = (await readClusterFiles(paths)).filter((file) => !wasThere(file, before));
  const wanted = new Set([...heads.map(({ file }) => file), ...before]);
  const bases = (await commit.read([...wanted])).map(committed);
  const elsewhere = await movedFrom(commit, heads, bases, wanted);

  const { pairs, gone } = pairFiles(heads, [...bases, ...elsewhere]);
  return {
    plans: inTurn(pairs, ({ head, base }) => compare(head, base, ref)),
    diagnostics: [
      ...diagnosticsOf(heads.filter(isBad)),
      ...gone.filter((base) => bases.includes(base)).map((base) => deleted(base, ref)),
    ],
    files: heads,
  };
}

/** Whether an argument that stands for nothing in the working tree stood for files at the commit. */
function wasThere({ file, diagnostics }: ClusterFile, before: readonly string[]): boolean {
  const missing = diagnostics.some(({ code }) => code === "Q064" || (code === "Q060" && !isThere(file)));
  return missing && before.some((each) => standsFor(file, each));
}

/**
 * Files that are gone and may have held the clusters of files that are new, or that describe another cluster now. One
 * that is still there was copied, as from an example, and its copy makes a new cluster.
 */
async function movedFrom(
  commit: Commit,
  heads: readonly ClusterFile[],
  bases: readonly ClusterFile[],
  known: ReadonlySet<string>,
): Promise<ClusterFile[]> {
  const all = pairFiles(heads, bases).pairs.every(
    ({ head, base }) => base?.spec && sameCluster(base.spec, specOf(head)),
  );
  if (all) return [];
  const others = commit.files.filter((file) => isYaml(file) && !known.has(file) && !isThere(file));
  // A commit may hold thousands of other YAML files, and parsing is what costs.
  const read = await commit.read(others);
  return read.filter((each) => "text" in each && each.text.includes("quorate.dev/")).map(committed);
}

function committed(each: CommittedFile): ClusterFile {
  return "problem" in each ? unreadFile(each.file, each.problem) : clusterFile(each.file, each.text);
}

function compare(head: ClusterFile, base: ClusterFile | null, ref: string): ClusterPlan | Diagnostic {
  if (base === null) return planOf(head, compareSpecs(null, specOf(head)));
  const [error] = base.diagnostics.filter(({ severity }) => severity === "error");
  if (error === undefined) {
    return planOf(head, compareSpecs(specOf(base), specOf(head)), base.file === head.file && base.text === head.text);
  }
  if (error.code === "Q065") return error;
  const at = `at ${ref}${error.position === undefined ? "" : `, line ${error.position.line}`}`;
  return diagnose(
    {
      code: "Q065",
      message: `The file has errors ${at}: ${error.message} (${error.code}), so nobody can tell what this change does`,
      remedy: "Compare with a commit at which it is valid, or leave out --from-git to plan from Terraform's state",
    },
    head.source.positionOf([]),
  );
}

function deleted({ file, spec }: ClusterFile, ref: string): Diagnostic {
  return diagnose(
    {
      code: "Q055",
      message: `${spec === undefined ? "The file" : `The file of ${spec.name}`} is gone since ${ref}, and that changes nothing: ${spec === undefined ? "whatever it described" : "the cluster"} stays, and nobody looks after it`,
      remedy: `To delete the cluster, bring the file back and run \`quorate delete ${file}\``,
    },
    { file, line: 1, column: 1 },
  );
}
