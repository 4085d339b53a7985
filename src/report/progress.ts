import { printable } from "../cluster/printable.ts";
import type { Action } from "../plan/resource-change.ts";
import type { ApplyEvent } from "./apply-event.ts";
import { palette } from "./palette.ts";
import { counted } from "./phrase/count-phrase.ts";
import { gatePhrase } from "./phrase/gate-phrase.ts";

const GOING: Readonly<Record<Action, string>> = {
  create: "Creating...",
  update: "Modifying...",
  delete: "Destroying...",
};
const STILL: Readonly<Record<Action, string>> = {
  create: "Still creating...",
  update: "Still modifying...",
  delete: "Still destroying...",
};
const DONE: Readonly<Record<Action, string>> = {
  create: "Creation complete",
  update: "Modifications complete",
  delete: "Destruction complete",
};

/** One event of an apply as a line in Terraform's words, without a line end. */
export function renderEvent(event: ApplyEvent, options: { readonly color: boolean }): string {
  const paint = palette(options.color);
  switch (event.event) {
    case "plan-accepted":
      return printable(`${event.cluster}: applying ${counted(event.steps, "step")} of plan ${event.digest}`);
    case "step-started":
      return paint.bold(printable(`Step ${event.id} of ${event.of}: ${event.title}`));
    case "resource-started":
      return `  ${paint.bold(printable(event.address))}: ${GOING[event.action]}`;
    case "resource-progress":
      return `  ${paint.bold(printable(event.address))}: ${STILL[event.action]} [${duration(event.elapsedSeconds)} elapsed]`;
    case "resource-finished":
      return `  ${paint.bold(printable(event.address))}: ${DONE[event.action]} after ${duration(event.elapsedSeconds)}`;
    case "gate-waiting": {
      const reason = event.reason === "" ? "" : `: ${event.reason}`;
      const words = printable(`Waiting until ${gatePhrase(event)}${reason}`);
      return `  ${paint.yellow(words)} [${duration(event.elapsedSeconds)} elapsed]`;
    }
    case "gate-passed":
      return `  ${paint.green("✓")} ${printable(gatePhrase(event))} ${paint.dim(`(after ${duration(event.elapsedSeconds)})`)}`;
    case "step-finished":
      return paint.green(`Step ${event.id} complete after ${duration(event.seconds)}`);
    case "interrupted":
      return paint.yellow(
        `Interrupted: step ${event.step} is brought to a safe end. Applying again goes on from there.`,
      );
    case "finished":
      return paint.green(paint.bold(`Apply complete! ${counted(event.steps, "step")} in ${duration(event.seconds)}.`));
    case "message":
      return printable(event.text);
  }
}

/** Seconds as Terraform writes them: "9s", "1m5s", "1h0m3s". */
export function duration(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  const [hours, minutes, rest] = [Math.floor(whole / 3600), Math.floor(whole / 60) % 60, whole % 60];
  if (hours > 0) return `${hours}h${minutes}m${rest}s`;
  return minutes > 0 ? `${minutes}m${rest}s` : `${rest}s`;
}
