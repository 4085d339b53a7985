import { tmpdir } from "node:os";
import { join } from "node:path";

/** Where plans are written for a later step to upload. */
export function planDirectory(env: NodeJS.ProcessEnv): string {
  return join(env["RUNNER_TEMP"] || tmpdir(), "quorate", "plan");
}

/** Where Terraform works, beside but never in a checkout. */
export function workDirectory(env: NodeJS.ProcessEnv): string {
  return join(env["RUNNER_TEMP"] || tmpdir(), "quorate", "work");
}
