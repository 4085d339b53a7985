import { KINDS, textOf } from "./failure-kinds.ts";
import { parseLockInfo } from "./lock-info.ts";
import { type TerraformDiagnostic, TerraformError } from "./terraform-error.ts";

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

/** Names the failure by what Terraform and the google provider are known to say. */
export function classify(failure: Failure): TerraformError {
  const { diagnostics, command } = failure;
  const killed = failure.signal !== null;
  const errors = diagnostics.filter(({ severity }) => severity === "error");
  for (const kind of KINDS) {
    // What the abort itself provokes is not news; a state that was not stored or locked is.
    if (failure.aborted && !["state-unsaved", "lock-lost", "lock-held"].includes(kind.code)) continue;
    const cause = errors.find((error) => kind.matches(error));
    if (cause === undefined) continue;
    return new TerraformError(kind.code, describe(command, cause, errors.length - 1), kind.remedy, {
      diagnostics,
      address: cause.address,
      lock: kind.code === "lock-held" || kind.code === "lock-lost" ? parseLockInfo(textOf(cause)) : null,
      killed,
    });
  }
  if (failure.aborted || killed) {
    const how = failure.aborted ? "was stopped before it had finished" : `was ended by ${failure.signal}`;
    return new TerraformError(
      "interrupted",
      `${command} ${how}.`,
      "Plan again: the state has what was done until then. If its lock is still held, release it with `terraform force-unlock`.",
      { diagnostics, killed },
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
