/** Cancels a timer; does nothing once the timer has fired. */
export type CancelTimer = () => void;

/** Where the local cloud takes its time from, so that tests can pass their own. */
export interface Clock {
  /** Milliseconds since the Unix epoch. */
  now(): number;
  /** Runs `work` once, `delayMs` from now. */
  after(delayMs: number, work: () => void): CancelTimer;
}

/** The machine's own clock. */
export const systemClock: Clock = {
  now: () => Date.now(),
  after: (delayMs, work) => {
    const timer = setTimeout(work, delayMs);
    return () => clearTimeout(timer);
  },
};
