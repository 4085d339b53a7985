import { isRecord, type JsonRecord, numberOf, recordOf, textOf } from "./record.ts";
import type { TerraformDiagnostic } from "./terraform-error.ts";

/** How many resources a plan would change, or an apply has changed. */
export interface ChangeCounts {
  readonly add: number;
  readonly change: number;
  readonly remove: number;
  readonly import: number;
}

/** What a running command says, one line of its `-json` output at a time. Elapsed times are in whole seconds. */
export type TerraformEvent =
  | { readonly type: "planned-change" | "drift"; readonly address: string; readonly action: string }
  | { readonly type: "refresh-start" | "refresh-complete"; readonly address: string }
  | { readonly type: "apply-start"; readonly address: string; readonly action: string }
  | {
      /** `apply-progress` comes every ten seconds. */
      readonly type: "apply-progress" | "apply-complete" | "apply-errored";
      readonly address: string;
      readonly action: string;
      readonly elapsedSeconds: number;
    }
  | { readonly type: "diagnostic"; readonly diagnostic: TerraformDiagnostic }
  | { readonly type: "summary"; readonly operation: string; readonly counts: ChangeCounts }
  /** Text without structure, such as the answer to an interrupt. */
  | { readonly type: "log"; readonly message: string };

/** Reads one line of a `-json` stream; null for what nobody needs. A line that is not JSON is a log line. */
export function parseMessage(line: string): TerraformEvent | null {
  if (line.trim() === "") return null;
  const message = parseJson(line);
  if (!isRecord(message)) return { type: "log", message: line };
  const type = textOf(message["type"]);
  switch (type) {
    case "planned_change":
    case "resource_drift": {
      const change = recordOf(message["change"]);
      const event = type === "planned_change" ? "planned-change" : "drift";
      return { type: event, address: addressIn(change), action: textOf(change["action"]) };
    }
    case "refresh_start":
    case "refresh_complete": {
      const event = type === "refresh_start" ? "refresh-start" : "refresh-complete";
      return { type: event, address: addressIn(recordOf(message["hook"])) };
    }
    case "apply_start": {
      const hook = recordOf(message["hook"]);
      return { type: "apply-start", address: addressIn(hook), action: textOf(hook["action"]) };
    }
    case "apply_progress":
      return applyEvent("apply-progress", message);
    case "apply_complete":
      return applyEvent("apply-complete", message);
    case "apply_errored":
      return applyEvent("apply-errored", message);
    case "diagnostic":
      return { type: "diagnostic", diagnostic: parseDiagnostic(recordOf(message["diagnostic"])) };
    case "change_summary":
      return summary(recordOf(message["changes"]));
    case "log":
      return { type: "log", message: textOf(message["@message"]).trim() };
    default:
      return null;
  }
}

/** Reads a diagnostic as `-json` streams and `validate -json` have it. */
export function parseDiagnostic(diagnostic: JsonRecord): TerraformDiagnostic {
  const address = diagnostic["address"];
  return {
    severity: diagnostic["severity"] === "warning" ? "warning" : "error",
    summary: textOf(diagnostic["summary"]),
    detail: textOf(diagnostic["detail"]),
    address: typeof address === "string" ? address : null,
  };
}

function applyEvent(type: "apply-progress" | "apply-complete" | "apply-errored", message: JsonRecord): TerraformEvent {
  const hook = recordOf(message["hook"]);
  return {
    type,
    address: addressIn(hook),
    action: textOf(hook["action"]),
    elapsedSeconds: numberOf(hook["elapsed_seconds"]),
  };
}

function summary(changes: JsonRecord): TerraformEvent {
  const counts = {
    add: numberOf(changes["add"]),
    change: numberOf(changes["change"]),
    remove: numberOf(changes["remove"]),
    import: numberOf(changes["import"]),
  };
  return { type: "summary", operation: textOf(changes["operation"]), counts };
}

function addressIn(holder: JsonRecord): string {
  return textOf(recordOf(holder["resource"])["addr"]);
}

function parseJson(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
