import type { Request } from "./request.ts";

/** What clients saw over a span of time. Times are milliseconds. */
export interface Seen {
  readonly requests: number;
  readonly failed: readonly Request[];
  /** The longest time in which no request was acknowledged. */
  readonly longestGapMs: number;
  /** From the first request that failed to the end of the last one: 0 when none did. */
  readonly troubleMs: number;
  /** Of the requests that were acknowledged. */
  readonly latencyMs: { readonly median: number; readonly p99: number; readonly most: number };
}

/** What clients saw of the requests that began from `from` to before `to`. */
export function seenBetween(history: readonly Request[], from: number, to: number): Seen {
  const requests = history.filter(({ start }) => start >= from && start < to);
  const failed = requests.filter(({ error }) => error !== null);
  const acknowledged = requests.filter(({ error }) => error === null);
  const moments = [from, ...acknowledged.map(({ end }) => end).sort(ascending), to];
  const gaps = moments.slice(1).map((moment, index) => moment - (moments[index] ?? moment));
  const latencies = acknowledged.map(({ start, end }) => end - start).sort(ascending);
  return {
    requests: requests.length,
    failed,
    longestGapMs: Math.max(0, ...gaps),
    troubleMs:
      failed.length === 0
        ? 0
        : Math.max(...failed.map(({ end }) => end)) - Math.min(...failed.map(({ start }) => start)),
    latencyMs: { median: at(latencies, 0.5), p99: at(latencies, 0.99), most: latencies.at(-1) ?? 0 },
  };
}

/** Names of objects whose creation was acknowledged and that are not there. */
export function lostWrites(history: readonly Request[], present: ReadonlySet<string>): readonly string[] {
  return history
    .filter(({ kind, error, key }) => kind === "create" && error === null && !present.has(key))
    .map(({ key }) => key);
}

/**
 * Reads that no linearizable store would have answered so. Each register has one writer, which writes growing numbers one
 * after another: then it is enough that no read is older than a write that was acknowledged before it began, none is of a
 * write that had not begun, and none is older than what an earlier read has seen.
 */
export function staleReads(history: readonly Request[]): readonly Request[] {
  const registers = new Map<string, Request[]>();
  for (const request of history) {
    if (request.kind === "create") continue;
    const requests = registers.get(request.key);
    if (requests === undefined) registers.set(request.key, [request]);
    else requests.push(request);
  }
  return [...registers.values()].flatMap(staleReadsOf);
}

function staleReadsOf(requests: readonly Request[]): Request[] {
  const writes = requests.filter(({ kind }) => kind === "set");
  const reads = requests.filter(({ kind, error }) => kind === "get" && error === null);
  return reads.filter((read) => {
    const value = read.value ?? 0;
    const least = most(writes.filter(({ error, end }) => error === null && end < read.start));
    const seen = most(reads.filter(({ end }) => end < read.start));
    const begun = most(writes.filter(({ start }) => start <= read.end));
    return value < least || value < seen || value > begun;
  });
}

function most(requests: readonly Request[]): number {
  return Math.max(0, ...requests.map(({ value }) => value ?? 0));
}

function at(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
}

function ascending(a: number, b: number): number {
  return a - b;
}
