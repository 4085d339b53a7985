import type { Route } from "./call.ts";

/** The route that a request takes, with what its pattern's names stand for. */
export interface Match {
  readonly route: Route;
  readonly params: Readonly<Record<string, string>>;
}

/** The first of the routes that has this method and path (without query, still encoded). */
export function match(routes: readonly Route[], method: string, path: string): Match | undefined {
  const segments = path.split("/").slice(1);
  for (const route of routes) {
    if (route.method !== method) continue;
    const params = fit(route.pattern.split("/").slice(1), segments);
    if (params !== undefined) return { route, params };
  }
  return undefined;
}

function fit(pattern: readonly string[], segments: readonly string[]): Record<string, string> | undefined {
  const params: Record<string, string> = {};
  for (const [i, part] of pattern.entries()) {
    const segment = segments[i];
    if (part.startsWith("*")) {
      params[part.slice(1)] = segments.slice(i).map(decodeURIComponent).join("/");
      return params;
    }
    if (segment === undefined || (!part.startsWith(":") && part !== segment)) return undefined;
    if (part.startsWith(":")) params[part.slice(1)] = decodeURIComponent(segment);
  }
  return segments.length === pattern.length ? params : undefined;
}
