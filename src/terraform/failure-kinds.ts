import { parseLockInfo } from "./lock-info.ts";
import type { TerraformDiagnostic, TerraformErrorCode } from "./terraform-error.ts";

/** A kind of failure, told by what Terraform and the google provider are known to say. */
export interface Kind {
  readonly code: TerraformErrorCode;
  readonly remedy: string;
  matches(diagnostic: TerraformDiagnostic): boolean;
}

/** Refusals with status 403 that no other credentials would change. */
const OTHER_REFUSALS =
  /quotaExceeded|rateLimitExceeded|accessNotConfigured|SERVICE_DISABLED|has not been used in project/i;

/**
 * What passes by itself: overload, failures within Google, connections that end without an answer, and fingerprints that
 * are outdated because a call was carried out whose answer was lost: a new plan reads them anew.
 */
const UNAVAILABLE =
  /\bError 412: Supplied fingerprint|\bError (?:429|50[0234])\b|response code (?:429|50[0234])\b|\bEOF\b|connection reset by peer|connection refused|i\/o timeout|Client\.Timeout|TLS handshake timeout|INTERNAL_ERROR|Internal error\. Please try again/;

/** By urgency: the first kind that any error is of names the whole failure. */
export const KINDS: readonly Kind[] = [
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
      // The first init of all writes an empty state, and says differently that it is locked.
      /^Error (?:acquiring the state lock|loading state)/i.test(diagnostic.summary) &&
      parseLockInfo(textOf(diagnostic)) !== null,
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
    code: "stock-out",
    remedy:
      "Run the same command again later: it goes on from here. Where the zone stays without such machines, give the replica another zone or machine type in the cluster file.",
    matches: (diagnostic) =>
      /ZONE_RESOURCE_POOL_EXHAUSTED|does not have enough resources available/i.test(textOf(diagnostic)),
  },
  {
    code: "quota",
    remedy:
      "Ask for more of this quota (in the Google Cloud console: IAM & Admin, Quotas), or free some of it. Then run the same command again: it goes on from here.",
    matches: (diagnostic) => /quotaExceeded|QUOTA_EXCEEDED|Quota '[^']*' exceeded/.test(textOf(diagnostic)),
  },
  {
    code: "permission",
    remedy:
      "Grant the permission that the message names to the identity that this runs as, then run the same command again: it goes on from here.",
    matches: (diagnostic) =>
      /Error 403: Required '|Permission '[^']+' denied|IAM_PERMISSION_DENIED/.test(textOf(diagnostic)),
  },
  {
    code: "in-use",
    remedy:
      "See who uses it, as the message says, and make that let go of it. Then run the same command again: it goes on from here.",
    matches: (diagnostic) =>
      /resourceInUseByAnotherResource|RESOURCE_IN_USE|is already being used by/.test(textOf(diagnostic)),
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
  {
    code: "unavailable",
    remedy: "Run the same command again: it goes on from here. If it stays so, see https://status.cloud.google.com.",
    matches: (diagnostic) => UNAVAILABLE.test(textOf(diagnostic)),
  },
];

/** All that a diagnostic says. */
export function textOf({ summary, detail }: TerraformDiagnostic): string {
  return `${summary}\n${detail}`;
}
