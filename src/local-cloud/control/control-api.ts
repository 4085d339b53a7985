import type { Cloud } from "../cloud.ts";
import { CloudError, notFound, notImplemented } from "../cloud-error.ts";
import { ok, type Reply, type Request } from "../request.ts";

/** Answers the local cloud's own calls, below `/local/v1/`. They need no token. Undefined for other paths. */
export async function answerControl(cloud: Cloud, request: Request): Promise<Reply | undefined> {
  const { method, path, query, headers, content } = request;
  if (!path.startsWith("/local/v1/")) return undefined;
  if (headers["origin"] !== undefined) throw new CloudError(403, "forbidden", "Not for web pages.");
  const [, name] = /^\/local\/v1\/instances\/([^/:]+):kill$/.exec(path) ?? [];
  if (path === "/local/v1/health" && method === "GET") return ok({ status: "ok", pid: process.pid });
  if (path === "/local/v1/journal" && method === "GET")
    return ok({ entries: cloud.journal.since(Number(query["since"] ?? 0) || 0), facts: cloud.facts() });
  if (path === "/local/v1/reset" && method === "POST") {
    await cloud.reset();
    return ok({});
  }
  if (path === "/local/v1/faults") {
    if (method === "POST") return ok({ ...cloud.inject(jsonOf(content)) });
    if (method === "GET") return ok({ faults: cloud.store.faults.values() });
    if (method === "DELETE") return ok({ cleared: cloud.clearFaults() });
  }
  if (name !== undefined && method === "POST") {
    if (cloud.kill(name) === 0) throw notFound(`instances/${name}`);
    return ok({});
  }
  throw notImplemented(method, path);
}

function jsonOf(content: Buffer): unknown {
  try {
    return JSON.parse(content.toString());
  } catch {
    throw new CloudError(400, "parseError", "Parse Error");
  }
}
