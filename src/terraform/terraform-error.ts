/** One finding of Terraform's own, as its user interface would show it. */
export interface TerraformDiagnostic {
  readonly severity: "error" | "warning";
  readonly summary: string;
  /** May have several lines; empty where the summary says it all. */
  readonly detail: string;
  /** Of the resource, or null where it is about none. */
  readonly address: string | null;
}

/** Who holds the state lock. */
export interface LockInfo {
  /** What `force-unlock` takes. */
  readonly id: string;
  /** `user@host`. */
  readonly who: string;
  /** Such as `OperationTypeApply`. */
  readonly operation: string;
  /** ISO 8601 where Terraform's text can be read as a time, that text otherwise. */
  readonly created: string;
  readonly path: string;
}

export type TerraformErrorCode =
  /** Neither terraform nor tofu was found, or only a wrapper without the program that it wraps. */
  | "missing-binary"
  | "old-binary"
  /** A provider could not be installed, or the directory is not initialised for it. */
  | "missing-provider"
  /** No checksum of the google provider's version is known, or what is named as one is none. */
  | "unpinned-provider"
  /** The state names a provider that Quorate does not use. */
  | "foreign-provider"
  /** Somebody else holds the state lock: `lock` says who. */
  | "lock-held"
  /** The lock was gone when it was to be released: somebody else may have written meanwhile. */
  | "lock-lost"
  /** Resources were changed, but the new state could not be stored. */
  | "state-unsaved"
  /** There are no credentials, they are not valid, or they lack a permission. */
  | "credentials"
  /** The credentials are valid, and lack the permission that the message names. */
  | "permission"
  /** A quota of the project is used up. */
  | "quota"
  /** The zone has no more machines of this type. */
  | "stock-out"
  /** Something else holds the resource. */
  | "in-use"
  /** Overload, a failure within Google, or no answer: it passes by itself. */
  | "unavailable"
  /** The cloud has a resource of that name which the state does not know. */
  | "already-exists"
  /** Stopped on request or by a signal. */
  | "interrupted"
  /** A plan or state in a format that is newer than this program. */
  | "unsupported-format"
  | "failed";

/** What went wrong when running Terraform, in words for whoever has to mend it. */
export class TerraformError extends Error {
  readonly code: TerraformErrorCode;
  /** What to do about it: one sentence or two. */
  readonly remedy: string;
  /** All that Terraform said, warnings included. */
  readonly diagnostics: readonly TerraformDiagnostic[];
  /** The resource that the message is about. */
  readonly address: string | null;
  /** Only with `lock-held`. */
  readonly lock: LockInfo | null;
  /** A signal ended the command, whatever it had said until then: what it has locked stays locked. */
  readonly killed: boolean;

  constructor(
    code: TerraformErrorCode,
    message: string,
    remedy: string,
    more: {
      readonly diagnostics?: readonly TerraformDiagnostic[];
      readonly address?: string | null;
      readonly lock?: LockInfo | null;
      readonly killed?: boolean;
      readonly cause?: unknown;
    } = {},
  ) {
    super(message, more.cause === undefined ? undefined : { cause: more.cause });
    this.name = "TerraformError";
    this.code = code;
    this.remedy = remedy;
    this.diagnostics = more.diagnostics ?? [];
    this.address = more.address ?? null;
    this.lock = more.lock ?? null;
    this.killed = more.killed ?? false;
  }

  /** The same error, saying during what it happened. */
  during(what: string): TerraformError {
    const { diagnostics, address, lock, killed, cause } = this;
    return new TerraformError(this.code, `In ${what}: ${this.message}`, this.remedy, {
      diagnostics,
      address,
      lock,
      killed,
      cause,
    });
  }
}
