import { notImplemented } from "../cloud-error.ts";
import { ok, type Reply } from "../request.ts";
import type { Store } from "../store.ts";
import { getPolicy, setPolicy } from "./policies.ts";
import {
  createServiceAccount,
  deleteServiceAccount,
  findServiceAccount,
  updateServiceAccount,
} from "./service-accounts.ts";

/** A call, with its JSON body parsed. */
export interface IdentityCall {
  readonly method: string;
  readonly path: string;
  readonly body: unknown;
}

/** Answers calls of IAM (service accounts) and of Resource Manager (projects). Undefined for other paths. */
export function answerIdentity(store: Store, call: IdentityCall): Reply | undefined {
  return store.transact(() => answerProject(store, call) ?? answerServiceAccounts(store, call));
}

/** Every project exists. */
function answerProject(store: Store, { method, path, body }: IdentityCall): Reply | undefined {
  const [, project, verb] = /^\/v1\/projects\/([^/:]+)(?::([A-Za-z]+))?$/.exec(path) ?? [];
  if (project === undefined) return undefined;
  const resource = `projects/${project}`;
  if (verb === undefined && method === "GET")
    return ok({ projectId: project, projectNumber: "100000000001", name: project, lifecycleState: "ACTIVE" });
  if (verb === "getIamPolicy" && method === "POST") return ok(getPolicy(store, resource));
  if (verb === "setIamPolicy" && method === "POST") return ok(setPolicy(store, resource, body), resource);
  throw notImplemented(method, path);
}

function answerServiceAccounts(store: Store, { method, path, body }: IdentityCall): Reply | undefined {
  const [, project, encoded, verb] =
    /^\/v1\/projects\/([^/]+)\/serviceAccounts(?:\/([^/:]+)(?::([A-Za-z]+))?)?$/.exec(path) ?? [];
  if (project === undefined) return undefined;
  if (encoded === undefined && method === "POST") {
    const account = createServiceAccount(store, project, body);
    return ok({ ...account }, account.name);
  }
  if (encoded === undefined || verb !== undefined) throw notImplemented(method, path);
  const reference = decodeURIComponent(encoded);
  const resource = `projects/${project}/serviceAccounts/${reference}`;
  if (method === "GET") return ok({ ...findServiceAccount(store, reference) });
  if (method === "PATCH") return ok({ ...updateServiceAccount(store, reference, body) }, resource);
  if (method === "DELETE") {
    deleteServiceAccount(store, reference);
    return ok({}, resource);
  }
  throw notImplemented(method, path);
}
