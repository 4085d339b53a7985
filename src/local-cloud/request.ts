/** One HTTP request, parsed as far as every API needs it. */
export interface Request {
  readonly method: string;
  /** Decoded only where a handler does so: object names hold encoded slashes. */
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly headers: Readonly<Record<string, string | undefined>>;
  readonly content: Buffer;
}

/** The answer: JSON, or bytes as they are. */
export interface Reply {
  readonly status: number;
  readonly body?: Readonly<Record<string, unknown>> | Buffer;
  readonly headers?: Readonly<Record<string, string>>;
  /** What the call was about, for the journal: `projects/…/instances/x`, or `bucket/object`. */
  readonly resource?: string;
  /** The caller gets no answer: the connection is reset at once (null), or closed after that time. */
  readonly lost?: { readonly closeAfterMs: number | null };
}

/** 200 with JSON. */
export function ok(body: Readonly<Record<string, unknown>>, resource?: string): Reply {
  return resource === undefined ? { status: 200, body } : { status: 200, body, resource };
}
