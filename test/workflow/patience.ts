import { setTimeout } from "node:timers/promises";

const pauseMs = 20;

/** Answers with what `look` finds as soon as that is not undefined. Throws when it stays undefined for too long. */
export async function eventually<T>(
  what: string,
  look: () => T | undefined | Promise<T | undefined>,
  timeoutMs = 60_000,
): Promise<T> {
  const deadline = Date.now() + timeoutMs;
  for (;;) {
    const found = await look();
    if (found !== undefined) return found;
    if (Date.now() > deadline) throw new Error(`${what} did not come within ${timeoutMs / 1000} s`);
    await setTimeout(pauseMs);
  }
}
