/** Base addresses of Google's APIs, each ending in a slash. */
export interface Endpoints {
  /** Up to and including `compute/v1/`. */
  readonly compute: string;
  /** Up to and including `storage/v1/`. */
  readonly storage: string;
  /** The host's root, where uploads go to. */
  readonly storageRoot: string;
  /** Without the version. */
  readonly iam: string;
  /** Up to and including `v1/`. */
  readonly secretManager: string;
}

/**
 * Where the APIs are: at Google, or where the environment variables say that Terraform's google provider reads, so that
 * Terraform and Quorate always speak to the same cloud.
 */
export function endpoints(env: Readonly<Record<string, string | undefined>>): Endpoints {
  const storage =
    env["GOOGLE_BACKEND_STORAGE_CUSTOM_ENDPOINT"] ??
    env["GOOGLE_STORAGE_CUSTOM_ENDPOINT"] ??
    "https://storage.googleapis.com/storage/v1/";
  return {
    compute: env["GOOGLE_COMPUTE_CUSTOM_ENDPOINT"] ?? "https://compute.googleapis.com/compute/v1/",
    storage,
    storageRoot: new URL("/", storage).href,
    iam: env["GOOGLE_IAM_CUSTOM_ENDPOINT"] ?? "https://iam.googleapis.com/",
    secretManager: env["GOOGLE_SECRET_MANAGER_CUSTOM_ENDPOINT"] ?? "https://secretmanager.googleapis.com/v1/",
  };
}
