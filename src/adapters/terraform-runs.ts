import { join } from "node:path";
import type { ClusterSpec } from "../cluster/cluster-spec.ts";
import { statePrefix } from "../constructs/synth.ts";
import type { Plan } from "../plan/plan.ts";
import type { TerraformBinary } from "../terraform/binary.ts";
import { Terraform } from "../terraform/terraform.ts";
import { type ApplyOptions, apply } from "../workflow/apply.ts";
import { type Verified, type VerifyOptions, verify } from "../workflow/verify.ts";
import type { ClusterAccess } from "./cluster-access.ts";
import { systemClock, thisProcess } from "./system.ts";

export interface TerraformRunsOptions {
  readonly access: ClusterAccess;
  readonly binary: TerraformBinary;
  /** Where Terraform works, with a folder for each cluster below. */
  readonly directories: { readonly verify: string; readonly apply: string };
  /** Ends Terraform at once, wherever it is. */
  readonly kill: AbortSignal;
}

/** What is the same for every cluster. */
type Given = "storage" | "cloud" | "clock" | "owner" | "terraform" | "directory";

/** Runs Terraform for clusters, with the access of one environment. */
export class TerraformRuns {
  readonly #options: TerraformRunsOptions;

  constructor(options: TerraformRunsOptions) {
    this.#options = options;
  }

  /** As `verify` of the workflow. */
  verify(options: Omit<VerifyOptions, Given>): Promise<Verified> {
    return verify({ ...options, ...this.#given(options.spec, "verify") });
  }

  /** As `apply` of the workflow. */
  apply(options: Omit<ApplyOptions, Given>): Promise<Plan> {
    return apply({ ...options, ...this.#given(options.spec, "apply"), owner: thisProcess() });
  }

  #given(spec: ClusterSpec, what: "verify" | "apply") {
    const { access, binary, directories, kill } = this.#options;
    return {
      storage: access.storage(spec),
      cloud: access.cloud(spec),
      clock: systemClock,
      directory: join(directories[what], statePrefix(spec)),
      terraform: (directory, signal, onEvent = () => undefined) =>
        new Terraform({ binary, directory, signal, kill, onEvent }),
    } satisfies Pick<ApplyOptions, Exclude<Given, "owner">>;
  }
}
