import type { Cloud } from "./cloud.ts";
import { CloudError, notImplemented } from "./cloud-error.ts";
import { readCompute } from "./compute/compute-read.ts";
import { parseComputePath } from "./compute/compute-request.ts";
import { findOperation, operationView } from "./compute/operations.ts";
import { keyOf } from "./compute/resource.ts";
import { faultError, faultReply } from "./faults/failure.ts";
import type { Fault } from "./faults/fault.ts";
import { strike } from "./faults/strike.ts";
import { answerIdentity } from "./identity/identity-api.ts";
import { redact } from "./redaction.ts";
import { ok, type Reply, type Request } from "./request.ts";
import { answerSecrets } from "./secrets/secret-api.ts";
import { answerStorage } from "./storage/storage-api.ts";

/** Answers one call of any of Google's APIs; every call that is to change something goes into the journal. */
export function answer(cloud: Cloud, request: Request): Reply {
  const { method, query } = request;
  const search = new URLSearchParams(redact(query) as Record<string, string>).toString();
  const path = search === "" ? request.path : `${request.path}?${search}`;
  const fault = strike(cloud.store, { method, path });
  if (fault !== undefined) return suffer(cloud, request, fault, path);
  if (!changesSomething(request)) return dispatch(cloud, request);
  const call = { method, path, ...journalBody(request) };
  try {
    const reply = dispatch(cloud, request);
    cloud.finish({ ...call, status: reply.status, ...(reply.resource ? { resource: reply.resource } : {}) });
    return reply;
  } catch (error) {
    const { code, reason } = error instanceof CloudError ? error : { code: 500, reason: "backendError" };
    cloud.finish({ ...call, status: code, reason });
    throw error;
  }
}

/** Answers a call that a fault strikes. */
function suffer(cloud: Cloud, request: Request, fault: Fault, path: string): Reply {
  const { method } = request;
  const call = { method, path, ...journalBody(request) };
  const begins = path.startsWith("/compute/") && changesSomething(request);
  const late = begins && (fault.late || fault.kind === "operation-fails" || fault.kind === "stock-out");
  const error = faultError(fault, method, path);
  let carried: Reply | undefined;
  try {
    if (late || fault.carriedOut) carried = dispatch(cloud, request, late ? error : undefined);
  } catch (refusal) {
    if (!(refusal instanceof CloudError)) throw refusal;
  }
  const reply = late && carried !== undefined ? carried : faultReply(fault, method, path);
  cloud.finish({
    ...call,
    status: reply.status,
    ...(reply.status === 0 ? {} : { reason: error.reason }),
    fault: { kind: fault.kind, carriedOut: !late && carried !== undefined },
    ...(carried?.resource ? { resource: carried.resource } : {}),
  });
  return reply;
}

function changesSomething({ method, path }: Request): boolean {
  return (
    method !== "GET" && method !== "HEAD" && !/(?:\/listInstances|:getIamPolicy|\/operations\/[^/]+\/wait)$/.test(path)
  );
}

/** `fails`: what the operation that the call starts is to fail with. */
function dispatch(cloud: Cloud, request: Request, fails?: CloudError): Reply {
  requireToken(request);
  const { method, path, query } = request;
  const { store } = cloud;
  const now = cloud.clock.now();
  if (path.startsWith("/compute/")) return answerCompute(cloud, request, now, fails);
  const storage = answerStorage(store, request, now);
  if (storage !== undefined) return storage;
  const call = { method, path, query, body: jsonBody(request) };
  const reply = answerSecrets(store, call, now) ?? answerIdentity(store, call);
  if (reply === undefined) throw notImplemented(method, path);
  return reply;
}

function answerCompute(cloud: Cloud, request: Request, now: number, fails?: CloudError): Reply {
  const { method, path, query } = request;
  const { place, collectionName, name, verb } = parseComputePath(method, path);
  if (collectionName === "operations" && name !== undefined && (method === "GET" || verb === "wait"))
    return ok(operationView(findOperation(cloud.store, keyOf(place, collectionName, name)), now));
  if (!changesSomething(request)) return ok(readCompute(cloud.store, method, path, query));
  const operation = cloud.begin(
    { method, path, query, body: jsonBody(request) },
    fails && { code: fails.code, reason: fails.reason, message: fails.message },
  );
  return ok(operationView(operation, operation.insertedAt), operation.effect.target);
}

/** Any token will do, but for the one that stands for wrong credentials. */
function requireToken({ headers }: Request): void {
  const [, token] = /^Bearer\s+(\S+)$/i.exec(headers["authorization"] ?? "") ?? [];
  if (token === undefined || token === "wrong")
    throw new CloudError(401, "authError", "Request had invalid authentication credentials.");
}

function jsonBody({ content }: Request): unknown {
  if (content.length === 0) return {};
  try {
    return JSON.parse(content.toString());
  } catch {
    throw new CloudError(400, "parseError", "Parse Error");
  }
}

function journalBody(request: Request): { readonly body?: unknown } {
  const { path, content } = request;
  if (content.length === 0) return {};
  if (path.startsWith("/upload/") || path.endsWith(":addVersion")) return { body: { bytes: content.length } };
  try {
    return { body: redact(JSON.parse(content.toString())) };
  } catch {
    return { body: { bytes: content.length } };
  }
}
