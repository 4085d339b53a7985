import { GitHubError } from "./github-error.ts";

/** What goes wrong: an error answer, or a connection that is cut. */
export type Kind = 500 | 502 | 503 | 429 | "secondary limit" | "cut";

/** A failure to come. */
export interface Fault {
  /** `POST /repos/…`: the method and a part of the path, or a pattern for both. */
  readonly on: string | RegExp;
  /** Which of the matching requests fails first; 1 unless told. */
  readonly nth?: number;
  /** How many in a row fail; 1 unless told. */
  readonly times?: number;
  readonly kind: Kind;
  /** `after`: what was asked is done, only its answer is lost. */
  readonly when?: "before" | "after";
  /** Seconds to wait before trying again, for the limits; 1 unless told. */
  readonly retryAfter?: number;
}

/** Lets chosen requests fail. */
export class Faults {
  readonly #planned: { readonly fault: Fault; seen: number }[] = [];

  /** Plans a failure; several may be planned. */
  plan(fault: Fault): void {
    this.#planned.push({ fault, seen: 0 });
  }

  /** No more failures. */
  clear(): void {
    this.#planned.length = 0;
  }

  /** The failure that this request (`GET /path`) meets. Each request is asked for once. */
  meet(request: string): Fault | undefined {
    let met: Fault | undefined;
    for (const each of this.#planned) {
      const { on, nth = 1, times = 1 } = each.fault;
      if (!(typeof on === "string" ? request.startsWith(on) : on.test(request))) continue;
      each.seen += 1;
      if (each.seen >= nth && each.seen < nth + times) met ??= each.fault;
    }
    return met;
  }
}

/** The answer that a failure gives; undefined where the connection is cut. */
export function faultAnswer({ kind, retryAfter = 1 }: Fault): GitHubError | undefined {
  const wait = { "retry-after": String(retryAfter) };
  if (kind === "cut") return undefined;
  if (kind === 429) return new GitHubError(429, "Too many requests", {}, wait);
  if (kind === "secondary limit") {
    const message = "You have exceeded a secondary rate limit. Please wait a few minutes before you try again.";
    return new GitHubError(403, message, {}, wait);
  }
  return new GitHubError(kind, "Server Error");
}
