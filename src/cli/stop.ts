import type { Screen } from "./screen.ts";

/** How a run is stopped from outside. */
export interface Stop {
  /** The first interrupt: end at the next safe place. */
  readonly gently: AbortSignal;
  /** The second one: end at once. */
  readonly atOnce: AbortSignal;
  /** Gives interrupts back to the process. */
  dispose(): void;
}

/** Takes SIGINT and SIGTERM of this process: the first stops gently, the second at once. */
export function stopOnSignals(screen: Screen): Stop {
  const gently = new AbortController();
  const atOnce = new AbortController();
  const onSignal = () => {
    if (gently.signal.aborted) return atOnce.abort();
    screen.tell(
      "\nStopping: what is under way is brought to a safe end. Interrupt again to stop at once, wherever it is.\n",
    );
    gently.abort();
  };
  process.on("SIGINT", onSignal).on("SIGTERM", onSignal);
  return {
    gently: gently.signal,
    atOnce: atOnce.signal,
    dispose: () => void process.off("SIGINT", onSignal).off("SIGTERM", onSignal),
  };
}
