import { liveCloud } from "../adapters/live-cloud.ts";
import { storageOf } from "../adapters/storage.ts";
import { systemClock } from "../adapters/system.ts";
import type { ChangeRequest } from "../change/change-request.ts";
import type { ClusterSpec } from "../cluster/cluster-spec.ts";
import { statePrefix } from "../constructs/synth.ts";
import { type GoogleClient, googleClient } from "../google/client.ts";
import { type Endpoints, endpoints } from "../google/endpoints.ts";
import { findTerraform, type TerraformBinary } from "../terraform/binary.ts";
import { Terraform } from "../terraform/terraform.ts";
import type { Cloud, Storage } from "../workflow/ports.ts";
import { isTold } from "../workflow/told.ts";
import { type Verified, verify } from "../workflow/verify.ts";
import { workDirectory } from "./directories.ts";
import type { Trouble } from "./planned.ts";

/** The clusters as they are, seen with the credentials of this job. */
export class Live {
  readonly #env: NodeJS.ProcessEnv;
  readonly #client: GoogleClient;
  readonly #endpoints: Endpoints;
  #binary: Promise<TerraformBinary> | undefined;

  constructor(env: NodeJS.ProcessEnv) {
    this.#env = env;
    this.#client = googleClient(env);
    this.#endpoints = endpoints(env);
  }

  /** Terraform or OpenTofu, looked for once. */
  terraform(): Promise<TerraformBinary> {
    this.#binary ??= findTerraform(this.#env);
    return this.#binary;
  }

  storage(spec: ClusterSpec): Storage {
    const directory = this.#env["GITHUB_WORKSPACE"] || process.cwd();
    return storageOf(spec, directory, this.#client, this.#endpoints);
  }

  cloud({ project }: ClusterSpec): Cloud {
    return liveCloud(project, this.#client, this.#endpoints);
  }

  /** A verified plan. What keeps it from being made is answered where it is told to people. */
  async verify(
    spec: ClusterSpec,
    signal: AbortSignal,
    request?: ChangeRequest,
  ): Promise<Verified | { readonly trouble: Trouble }> {
    try {
      const binary = await this.terraform();
      return await verify({
        spec,
        ...(request === undefined ? {} : { request }),
        storage: this.storage(spec),
        cloud: this.cloud(spec),
        clock: systemClock,
        terraform: (directory, signal) => new Terraform({ binary, directory, signal }),
        directory: workDirectory(this.#env, `plan/${statePrefix(spec)}`),
        signal,
      });
    } catch (error) {
      return { trouble: troubleOf(error) };
    }
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
