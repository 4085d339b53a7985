import type { Action } from "../plan/resource-change.ts";
import type { ApplyEvent } from "../report/apply-event.ts";
import type { TerraformEvent } from "../terraform/message.ts";

/** What of Terraform's running commentary is told to people; undefined for the rest. */
export function applyEventOf(event: TerraformEvent): ApplyEvent | undefined {
  switch (event.type) {
    case "apply-start": {
      const action = actionOf(event.action);
      return action && { event: "resource-started", address: event.address, action };
    }
    case "apply-progress":
    case "apply-complete": {
      const action = actionOf(event.action);
      const kind = event.type === "apply-progress" ? "resource-progress" : "resource-finished";
      return action && { event: kind, address: event.address, action, elapsedSeconds: event.elapsedSeconds };
    }
    default:
      return undefined;
  }
}

function actionOf(action: string): Action | undefined {
  return action === "create" || action === "update" || action === "delete" ? action : undefined;
}
