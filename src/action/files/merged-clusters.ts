import { isDeepStrictEqual } from "node:util";
import type { ClusterSpec } from "../../cluster/cluster-spec.ts";
import { defaultBranch } from "../../github/origin.ts";
import { branchTip } from "../../github/pull-request.ts";
import { sameCluster } from "../../propose/pair-files.ts";
import type { PlannedCluster } from "../planned.ts";
import type { Run } from "../run.ts";
import { backendLine, backendsOf, isNamed, type NamedBackend } from "./backends.ts";
import { CommittedFiles } from "./committed-files.ts";

/** Reading a file costs a call. A fleet with more files than that names its backends in the workflow. */
const mostRead = 100;

/**
 * What people have merged into the default branch or written into the workflow: the only places where Terraform may run
 * for a change that is not merged (R19). A state decides what Terraform does, and whoever names a bucket writes the state.
 * The base branch of a pull request does not count, unless it is the default branch: its author chooses it.
 */
export class MergedClusters {
  readonly #files: CommittedFiles;
  readonly #tip: () => Promise<string>;
  readonly #named: readonly NamedBackend[];

  constructor({ github, inputs }: Pick<Run, "github" | "inputs">) {
    let tip: Promise<string> | undefined;
    this.#files = new CommittedFiles(github, inputs.files);
    this.#tip = () => {
      tip ??= defaultBranch(github).then((branch) => branchTip(github, branch));
      return tip;
    };
    this.#named = inputs.backends;
  }

  /** Why Terraform may not run for this cluster before its file is merged; undefined where it may. */
  async objection({ file, spec }: Pick<PlannedCluster, "file" | "spec">): Promise<string | undefined> {
    const { backend } = spec.terraform;
    if (backend.kind === "local") return inNoBucket;
    const here = await this.#read(file.file);
    const isHere = here.some((each) => sameCluster(each, spec));
    if (!isHere && isNamed(spec.project, backend, this.#named)) return undefined;
    const merged = isHere ? here : await this.#read();
    const same = merged.find((each) => sameCluster(each, spec));
    if (same !== undefined) return staysInPlace(same, spec) ? undefined : moves;
    const named = merged.some((each) => isNamed(spec.project, backend, backendsOf(each)));
    return named ? undefined : unnamed(spec);
  }

  /** The valid cluster of a file, as the default branch has it; without a path, those of all files. */
  async #read(path?: string): Promise<readonly ClusterSpec[]> {
    const { clusters } = await this.#files.list(await this.#tip());
    const wanted = [...clusters.values()].filter((each) => path === undefined || each.path === path);
    const read = await this.#files.read(wanted.slice(0, mostRead));
    return read.flatMap(({ spec }) => (spec === undefined ? [] : [spec]));
  }
}

const inNoBucket =
  "its state is on a local disk, which no job of a workflow can share, so no credentials are used on it";

const moves =
  "it changes its region, or where its state or provider come from, and the default branch does not say so yet, so no credentials are used on it";

function unnamed(spec: ClusterSpec): string {
  return `this is a new cluster, and neither the default branch nor the workflow names its project and bucket, so no credentials are used on it. To have it verified before it is merged, first merge this line of the workflow's input backends: ${backendsOf(spec).map(backendLine).join()}`;
}

function staysInPlace(merged: ClusterSpec, spec: ClusterSpec): boolean {
  return merged.region === spec.region && isDeepStrictEqual(merged.terraform, spec.terraform);
}
