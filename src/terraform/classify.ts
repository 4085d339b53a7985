import { parseLockInfo } from "./lock-info.ts";
import { type TerraformDiagnostic, TerraformError, type TerraformErrorCode } from "./terraform-error.ts";

/** How a command ended that did not succeed. */
export interface Failure {
  /** Such as `terraform plan`. */
  readonly command: string;
  readonly diagnostics: readonly TerraformDiagnostic[];
  /** Exit status; null when a signal ended it. */
  readonly status: number | null;
  readonly signal: string | null;
  /** Whether we asked it to stop. */
  readonly aborted: boolean;
}

interface Kind {
  readonly code: TerraformErrorCode;
  readonly remedy: string;
  matches(diagnostic: TerraformDiagnostic): boolean;
}

/** Refusals with status 403 that no other credentials would change. */
const OTHER_REFUSALS =
  /quotaExceeded|rateLimitExceeded|accessNotConfigured|SERVICE_DISABLED|has not been used in project/i;

/** By urgency: the first kind that any error is of names the whole failure. */
const KINDS: readonly Kind[] = [
  {
    code: "state-unsaved",
    remedy:
      "Resources were changed. Keep the file errored.tfstate from the working directory and run `terraform state push errored.tfstate` there before anything else.",
    matches: ({ summary }) => /^Failed to (save|persist) state/i.test(summary),
  },
  {
    code: "lock-lost",
    remedy:
      "Make sure that nobody else applies to this state, then plan again and look for changes that are not yours.",
    matches: ({ summary }) => /^Error releasing the state lock/i.test(summary),
  },
  {
    code: "lock-held",
    remedy: "Wait until its owner has finished. If it died, release the lock with `terraform force-unlock` and its ID.",
    matches: (diagnostic) =>
      /^Error acquiring the state lock/i.test(diagnostic.summary) && parseLockInfo(diagnostic.detail) !== null,
  },
  {
    code: "unsupported-format",
    remedy: "Use a Terraform release that is as new as the one that wrote the state.",
    matches: (diagnostic) => /uses format version \d+, which is not supported/.test(textOf(diagnostic)),
  },
  {
    code: "missing-provider",
    remedy:
      "Let Terraform reach registry.terraform.io, or name a mirror of the provider in a CLI configuration file (TF_CLI_CONFIG_FILE), and run init again.",
    matches: ({ summary }) =>
      /^(Failed to query available provider packages|Failed to install provider|Missing required provider|Inconsistent dependency lock file|Required plugins are not installed)/i.test(
        summary,
      ),
  },
  {
    code: "credentials",
    remedy:
      "Give credentials that are valid and have the permission that the message names, by Application Default Credentials, GOOGLE_CREDENTIALS or GOOGLE_OAUTH_ACCESS_TOKEN.",
    matches: (diagnostic) => {
      const text = textOf(diagnostic);
      return (
        /could not find default credentials|No credentials loaded|\bError 40[13]\b|response code 40[13]\b|oauth2: |invalid_grant/i.test(
          text,
        ) && !OTHER_REFUSALS.test(text)
      );
    },
  },
  {
    code: "already-exists",
    remedy:
      "Import the resource if it is what an interrupted apply left behind; otherwise remove it or choose another name.",
    matches: (diagnostic) => /\balready exists?\b|alreadyExists/i.test(textOf(diagnostic)),
  },
];

/** Names the failure by what Terraform and the google provider are known to say. */
export function classify(failure: Failure): TerraformError {
  const { diagnostics, command } = failure;
  const errors = diagnostics.filter(({ severity }) => severity === "error");
  for (const kind of KINDS) {
    // What the abort itself provokes is not news; a state that was not stored or locked is.
    if (failure.aborted && !["state-unsaved", "lock-lost", "lock-held"].includes(kind.code)) continue;
    const cause = errors.find((error) => kind.matches(error));
    if (cause === undefined) continue;
    return new TerraformError(kind.code, describe(command, cause, errors.length - 1), kind.remedy, {
      diagnostics,
      address: cause.address,
      lock: kind.code === "lock-held" ? parseLockInfo(cause.detail) : null,
    });
  }
  if (failure.aborted || failure.signal !== null) {
    const how = failure.aborted ? "was stopped before it had finished" : `was ended by ${failure.signal}`;
    return new TerraformError(
      "interrupted",
      `${command} ${how}.`,
      "Plan again: the state has what was done until then. If its lock is still held, release it with `terraform force-unlock`.",
      { diagnostics },
    );
  }
  const [first] = errors;
  const message =
    first === undefined
      ? `${command} failed with status ${failure.status} and said nothing.`
      : describe(command, first, errors.length - 1);
  return new TerraformError("failed", message, "Mend what the message says and plan again.", {
    diagnostics,
    address: first?.address ?? null,
  });
}

function describe(command: string, { address, summary, detail }: TerraformDiagnostic, others: number): string {
  const [reason = ""] = detail.split("\n\n");
  const text = `${summary}${reason === "" ? "" : `: ${reason}`}`.replace(/\s+/g, " ").trim();
  const more = others > 0 ? ` (and ${others} more ${others === 1 ? "error" : "errors"})` : "";
  return `${command}: ${address === null ? "" : `${address}: `}${text}${more}`;
}

function textOf({ summary, detail }: TerraformDiagnostic): string {
  return `${summary}\n${detail}`;
}
