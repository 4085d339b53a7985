/** Why a run ended without reaching its plan's end. Nothing is lost: running the command again goes on. */
export class RunError extends Error {
  /** Stable, for scripts and for docs/operations.md. */
  readonly code: RunErrorCode;
  readonly remedy: string;
  /** What was seen, line by line. */
  readonly details: readonly string[];

  constructor(code: RunErrorCode, message: string, remedy: string, details: readonly string[] = []) {
    super(message);
    this.name = "RunError";
    this.code = code;
    this.remedy = remedy;
    this.details = details;
  }
}

export type RunErrorCode =
  /** Terraform's plan of the topology that is there is not empty. */
  | "drift"
  /** Terraform's plan of a step holds more than was reviewed (R8). */
  | "unreviewed-change"
  | "gate-timeout"
  | "interrupted"
  /** A step was applied, but the state shows another topology. */
  | "unexpected-topology"
  /** The plan is not the one that was asked for. */
  | "plan-changed"
  /** State that is not of a cluster that this version can go on from. */
  | "unusable-state"
  /** A deletion would leave resources behind that the state does not know. */
  | "unknown-resources"
  | "refused"
  | "not-confirmed";
