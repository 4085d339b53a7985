import { join } from "node:path";
import { ClusterAccess } from "../adapters/cluster-access.ts";
import { TerraformRuns } from "../adapters/terraform-runs.ts";
import type { ClusterSpec } from "../cluster/cluster-spec.ts";
import { isTold } from "../cluster/user-error.ts";
import type { ChangeRequest } from "../plan/request.ts";
import type { Storage } from "../workflow/ports.ts";
import type { Verified } from "../workflow/verify.ts";
import { workDirectory } from "./directories.ts";
import type { Trouble } from "./planned.ts";
import type { Run } from "./run.ts";
import { provideTerraform } from "./terraform/provide-terraform.ts";

/** The clusters as they are, seen with the credentials of this job. */
export class Live {
  readonly #env: NodeJS.ProcessEnv;
  readonly #run: Pick<Run, "inputs" | "kill">;
  readonly #access: ClusterAccess;
  #runs: Promise<TerraformRuns> | undefined;

  constructor(env: NodeJS.ProcessEnv, run: Pick<Run, "inputs" | "kill">) {
    this.#env = env;
    this.#run = run;
    this.#access = new ClusterAccess(env, env["GITHUB_WORKSPACE"] || process.cwd());
  }

  storage(spec: ClusterSpec): Storage {
    return this.#access.storage(spec);
  }

  /** Runs of Terraform or OpenTofu, which is looked for and installed once. */
  runs(): Promise<TerraformRuns> {
    this.#runs ??= this.#provide();
    return this.#runs;
  }

  /** A verified plan. What keeps it from being made is answered where it is told to people. */
  async verify(
    spec: ClusterSpec,
    signal: AbortSignal,
    request?: ChangeRequest,
  ): Promise<Verified | { readonly trouble: Trouble }> {
    try {
      return await (await this.runs()).verify({ spec, request, signal });
    } catch (error) {
      return { trouble: troubleOf(error) };
    }
  }

  async #provide(): Promise<TerraformRuns> {
    const { inputs, kill } = this.#run;
    const binary = await provideTerraform(this.#env, inputs.terraform);
    const folder = workDirectory(this.#env);
    const directories = { verify: join(folder, "plan"), apply: folder };
    return new TerraformRuns({ access: this.#access, binary, directories, kill });
  }
}

/** An error that was thrown on purpose, for people. Throws every other one again. */
export function troubleOf(error: unknown): Trouble & { readonly code?: string } {
  if (!isTold(error)) throw error;
  const { message, remedy, details = [], code } = error;
  return {
    message: message.replace(/\.$/, ""),
    remedy: remedy.replace(/\.$/, ""),
    details,
    ...(code === undefined ? {} : { code }),
  };
}
