import { CloudError } from "../cloud-error.ts";
import type { Reply } from "../request.ts";
import type { Fault } from "./fault.ts";

const internal = "Internal error. Please try again or contact Google Support. (Code: '5E1B9A7C2D3F4.A1B2C3D.E4F5A6B7')";
const busy =
  "Quota exceeded for quota metric 'Queries' and limit 'Queries per minute' of service 'compute.googleapis.com' " +
  "for consumer 'project_number:123456789012'.";
const frontEndPage =
  "<!DOCTYPE html>\n<html lang=en>\n<title>Error 502 (Server Error)!!1</title>\n<p><b>502.</b> <ins>That’s an error.</ins>\n" +
  "<p>The server encountered a temporary error and could not complete your request.<p>Please try again in 30 seconds.\n";

/** The error of a fault, in Google's words; of a call on `path`. */
export function faultError({ kind, late }: Fault, method: string, path: string): CloudError {
  const place = /projects\/[^/?]+\/(?:global|(?:regions|zones)\/[^/?]+)/.exec(path)?.[0] ?? "projects/unknown";
  const target = /projects\/[^?]*/.exec(path)?.[0] ?? path;
  switch (kind) {
    case "too-many-requests":
      return new CloudError(429, "rateLimitExceeded", busy);
    case "internal-error":
    case "operation-fails":
      return new CloudError(500, kind === "internal-error" ? "backendError" : "internalError", internal);
    case "stock-out": {
      const text = `The zone '${place}' does not have enough resources available to fulfill the request.`;
      return new CloudError(503, "zoneResourcePoolExhausted", `${text}  Try a different zone, or try again later.`);
    }
    case "quota-exceeded": {
      const region = /[a-z]+-[a-z]+\d+/.exec(place)?.[0];
      const where = region === undefined ? "globally" : `in region ${region}`;
      return new CloudError(403, "quotaExceeded", `Quota 'CPUS' exceeded.  Limit: 24.0 ${where}.`);
    }
    case "permission-denied":
      return new CloudError(403, "forbidden", `Required '${permission(method, path)}' permission for '${target}'`);
    case "in-use": {
      const text = `The resource '${target}' is already being used by '${place}/instances/somebody-elses'`;
      return new CloudError(late ? 409 : 400, "resourceInUseByAnotherResource", text);
    }
    default:
      return new CloudError(503, "backendError", "The service is currently unavailable.");
  }
}

/** What the caller of a struck call is answered. */
export function faultReply(fault: Fault, method: string, path: string): Reply {
  if (fault.kind === "connection-reset") return { status: 0, lost: { closeAfterMs: null } };
  if (fault.kind === "no-answer") return { status: 0, lost: { closeAfterMs: fault.seconds * 1000 } };
  if (fault.kind === "bad-gateway")
    return { status: 502, body: Buffer.from(frontEndPage), headers: { "content-type": "text/html; charset=UTF-8" } };
  const error = faultError(fault, method, path);
  const headers = fault.retryAfter === undefined ? {} : { "retry-after": String(fault.retryAfter) };
  return { status: error.code, body: error.body(), headers };
}

/** The permission that GCE would name: the service, the collection, and what is done to it. */
function permission(method: string, path: string): string {
  const [, service = "", rest = ""] =
    /^\/(compute)\/v1\/projects\/[^/]+\/(?:global|[^/]+\/[^/]+)\/([^?]*)/.exec(path) ?? [];
  const [collection = "resources", name, verb] = rest.split("/");
  const acts: Readonly<Record<string, string>> = { GET: name ? "get" : "list", POST: "create", DELETE: "delete" };
  return [service || "iam", collection, verb ?? acts[method] ?? "update"].join(".");
}
