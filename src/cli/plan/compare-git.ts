import {
  type ClusterFile,
  clusterFile,
  defaultFolder,
  readClusterFiles,
  unreadFile,
} from "../../adapters/cluster-files.ts";
import { isThere, isYaml, standsFor } from "../../adapters/find-files.ts";
import { type CommittedFile, openCommit } from "../../adapters/git-files.ts";
import { type BaseWording, type Comparison, compareFiles } from "../../propose/compare-files.ts";
import { compareSpecs } from "../../propose/compare-specs.ts";
import { type ClusterPlan, type ClusterPlans, inTurn, planOf } from "./plan-clusters.ts";

/**
 * Plans from the files as they are at a commit to the files in the working tree. Throws a GitError where there is no such
 * commit.
 */
export async function planFromGit(paths: readonly string[], ref: string): Promise<ClusterPlans> {
  const commit = await openCommit(ref);
  const named = paths.length > 0 ? paths : [defaultFolder];
  const before = commit.files.filter((file) => named.some((argument) => standsFor(argument, file)));
  const heads = (await readClusterFiles(paths)).filter((file) => !wasThere(file, before));
  const wanted = new Set([...heads.map(({ file }) => file), ...before]);
  const change = {
    heads,
    bases: (await commit.read([...wanted])).map(committed),
    // A file that is still there was copied, as from an example, and its copy makes a new cluster.
    readRemoved: async () => {
      const removed = commit.files.filter((file) => isYaml(file) && !wanted.has(file) && !isThere(file));
      // A commit may hold thousands of other YAML files, and parsing is what costs.
      const read = await commit.read(removed);
      return read.filter((each) => "text" in each && each.text.includes("quorate.dev/")).map(committed);
    },
    // All that was named is in `heads`.
    readUntouched: async () => [],
  };
  const { clusters, diagnostics } = await compareFiles(change, atCommit(ref));
  return { plans: inTurn(clusters, planned), diagnostics, files: heads };
}

function atCommit(ref: string): BaseWording {
  return {
    placeOf: ({ position }) => `at ${ref}${position === undefined ? "" : `, line ${position.line}`}`,
    errorRemedy: "Compare with a commit at which it is valid, or leave out --from-git to plan from Terraform's state",
    since: `since ${ref}`,
  };
}

/** Whether an argument that stands for nothing in the working tree stood for files at the commit. */
function wasThere({ file, diagnostics }: ClusterFile, before: readonly string[]): boolean {
  const missing = diagnostics.some(({ code }) => code === "Q064" || (code === "Q060" && !isThere(file)));
  return missing && before.some((each) => standsFor(file, each));
}

function committed(each: CommittedFile): ClusterFile {
  return "problem" in each ? unreadFile(each.file, each.problem) : clusterFile(each.file, each.text);
}

function planned({ head, spec, base, before }: Comparison<ClusterFile>): ClusterPlan {
  return planOf(head, compareSpecs(before, spec), base?.file === head.file && base.text === head.text);
}
