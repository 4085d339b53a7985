import type { ApplyEvent } from "../../report/apply-event.ts";
import { renderEvent } from "../../report/progress.ts";
import type { Screen } from "../screen.ts";

const repeatSeconds = 10;

/** Prints an apply's events as they come; a gate that waits for the same reason is told of every ten seconds. */
export function progressPrinter(screen: Screen): (event: ApplyEvent) => void {
  let waiting = { reason: "", toldAt: 0 };
  return (event) => {
    if (event.event === "gate-waiting") {
      const repeated = event.reason === waiting.reason && event.elapsedSeconds < waiting.toldAt + repeatSeconds;
      if (repeated) return;
      waiting = { reason: event.reason, toldAt: event.elapsedSeconds };
    } else waiting = { reason: "", toldAt: 0 };
    screen.print(`${renderEvent(event, screen)}\n`);
  };
}
