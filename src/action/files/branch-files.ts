import type { ClusterFile } from "../../adapters/cluster-files.ts";
import { sameCluster } from "../../propose/pair-files.ts";
import { InputError } from "../input-error.ts";
import type { Run } from "../run.ts";
import { CommittedFiles } from "./committed-files.ts";

/**
 * The cluster files of a commit, or the one of the cluster that the input `cluster` names. Throws an InputError where there
 * is none of that name, or where two files are of one cluster.
 */
export async function readBranch({ github, inputs }: Run, commit: string): Promise<ClusterFile[]> {
  const committed = new CommittedFiles(github, inputs.files);
  const files = await committed.read([...(await committed.list(commit)).clusters.values()]);
  for (const [at, one] of files.entries()) {
    const other = files.slice(at + 1).find((each) => one.spec && each.spec && sameCluster(one.spec, each.spec));
    if (other === undefined) continue;
    throw new InputError(
      `${one.file} and ${other.file} have the same project and name, so both would share one state`,
      "Give one of the clusters another name",
    );
  }
  if (inputs.cluster === "") return files;
  const named = files.filter(({ spec }) => spec?.name === inputs.cluster);
  if (named.length === 1) return named;
  throw new InputError(
    `${named.length === 0 ? "No valid cluster file is" : "Several cluster files are"} of a cluster named ${JSON.stringify(inputs.cluster)}`,
    "Check the inputs cluster and files",
  );
}
