/** A call that changes something, as plain data: it can be carried out now or later. */
export interface ComputeCall {
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly body: unknown;
}

/** What a call did: the kind of operation that GCE names it by, and its target. */
export interface Effect {
  readonly operationType: string;
  readonly target: string;
  readonly targetId: string;
}

/**
 * GCE's record of a change. It is PENDING, then RUNNING, then DONE; the change happens, all of it or nothing, while it
 * is RUNNING. Held as data, so that a local cloud that is stopped in between goes on afterwards.
 */
export interface Operation {
  /** `projects/p/zones/z/operations/n`. */
  readonly key: string;
  readonly call: ComputeCall;
  readonly effect: Effect;
  readonly insertedAt: number;
  readonly durationMs: number;
  /** Whether its change has happened or was refused. */
  readonly settled: boolean;
  readonly error?: OperationError;
  /** Why it will fail; it is to happen otherwise. */
  readonly fails?: OperationError;
}

export interface OperationError {
  /** HTTP status. */
  readonly code: number;
  readonly reason: string;
  readonly message: string;
}
