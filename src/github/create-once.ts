import { setTimeout } from "node:timers/promises";
import { statusOf } from "./permission.ts";

const attempts = 3;
const pauseMs = 1_000;

/** How a request is sent that makes something: not again by itself, since GitHub may have done it before it failed. */
export const unrepeated = { request: { retries: 0 } } as const;

/**
 * Makes something that is not there yet, so that there is one of it even where GitHub makes it and then answers with a
 * failure: after a failure it is looked for. `create` must be sent as `unrepeated`.
 */
export async function createOnce<T>(find: () => Promise<T | undefined>, create: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await create();
    } catch (error) {
      if (attempt === attempts || (statusOf(error) ?? 0) < 500) throw error;
      await setTimeout(pauseMs * attempt ** 2);
      const found = await find();
      if (found !== undefined) return found;
    }
  }
}
