/** A request that has come, in the order of coming. */
export interface LoggedRequest {
  readonly method: string;
  /** Without its query, below the API's own address. */
  readonly path: string;
  readonly query: string;
  /** As the route writes it, `/repos/:owner/:repo`; undefined where there is no such route. */
  readonly route: string | undefined;
  readonly body: unknown;
  readonly token: string | undefined;
  /** The status of the answer; undefined until it was given, or where the connection was cut. */
  status: number | undefined;
}

/** Every request that has come, to be counted and looked at. */
export class RequestLog {
  readonly entries: LoggedRequest[] = [];

  /** Requests that no route was there for: each is a gap in the fake, or a mistake of its user. */
  get unknown(): readonly string[] {
    return this.entries.filter(({ route }) => route === undefined).map(({ method, path }) => `${method} ${path}`);
  }

  /** `GET /repos/:owner/:repo/…` and how often it was asked for. */
  counts(since = 0): Record<string, number> {
    const counts: Record<string, number> = {};
    for (const { method, route, path } of this.entries.slice(since)) {
      const key = `${method} ${route ?? path}`;
      counts[key] = (counts[key] ?? 0) + 1;
    }
    return counts;
  }

  /** The requests that have changed something, as `METHOD path`. */
  writes(since = 0): string[] {
    return this.entries
      .slice(since)
      .filter(({ method, status = 0, path }) => method !== "GET" && status < 400 && path !== "/graphql")
      .map(({ method, path }) => `${method} ${path}`);
  }
}
