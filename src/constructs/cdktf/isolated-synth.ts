/**
 * cdktf is made for one synth in a process. Used for many, it grows without end and spends half its time on stack traces;
 * this keeps it lean. What is known here of its insides is checked by a test of equal outputs.
 */

/** The global that holds every token of the process; anything else under that name is left alone. */
interface TokenMemory {
  readonly stringTokenMap: Map<unknown, unknown>;
  readonly numberTokenMap: Map<unknown, unknown>;
}

/** Runs a synth without capturing stack traces, and lets cdktf forget the tokens that it has made. */
export function tame<T>(synth: () => T): T {
  const { captureStackTrace } = Error;
  const known = maps().map((map) => new Set(map.keys()));
  Error.captureStackTrace = () => {};
  try {
    return synth();
  } finally {
    Error.captureStackTrace = captureStackTrace;
    for (const [index, map] of maps().entries()) forget(map, known[index] ?? new Set());
  }
}

/** Forgets what was not there before. Token counters go on, so that no token is ever mistaken for an old one. */
function forget(map: Map<unknown, unknown>, known: ReadonlySet<unknown>): void {
  for (const key of map.keys()) if (!known.has(key)) map.delete(key);
}

function maps(): Map<unknown, unknown>[] {
  const memory = (globalThis as { __cdktfTokenMap?: Partial<TokenMemory> }).__cdktfTokenMap;
  const found = [memory?.stringTokenMap, memory?.numberTokenMap];
  return found.filter((map): map is Map<unknown, unknown> => map instanceof Map);
}
