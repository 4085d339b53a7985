import type { ClusterSpec } from "../cluster/cluster-spec.ts";
import { type GoogleClient, googleClient } from "../google/client.ts";
import { type Endpoints, endpoints } from "../google/endpoints.ts";
import { latestSecret } from "../google/secrets.ts";
import type { Cloud, Storage } from "../workflow/ports.ts";
import { liveCloud } from "./live-cloud.ts";
import { storageOf } from "./storage.ts";

/** Access to clusters with the credentials of an environment: their state and lock, and the cloud that they are in. */
export class ClusterAccess {
  readonly #directory: string;
  readonly #client: GoogleClient;
  readonly #endpoints: Endpoints;

  /** `directory` is where local paths of cluster files are taken from. */
  constructor(env: NodeJS.ProcessEnv, directory: string) {
    this.#directory = directory;
    this.#client = googleClient(env);
    this.#endpoints = endpoints(env);
  }

  /** Where a cluster's state and lock are. */
  storage(spec: ClusterSpec): Storage {
    return storageOf(spec, this.#directory, this.#client, this.#endpoints);
  }

  cloud({ project }: ClusterSpec): Cloud {
    return liveCloud(project, this.#client, this.#endpoints);
  }

  /** The text of a secret's latest version; undefined where the secret or a version of it does not exist. */
  latestSecret({ project }: ClusterSpec, secret: string): Promise<string | undefined> {
    return latestSecret(this.#client, this.#endpoints, project, secret);
  }
}
