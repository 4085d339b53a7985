import { CloudError } from "../cloud-error.ts";
import type { Machine } from "../driver.ts";
import { hasRole } from "../identity/policies.ts";
import type { Reply } from "../request.ts";
import type { Store } from "../store.ts";
import { answerSecrets, type SecretCall } from "./secret-api.ts";
import { addSecretVersion, findSecretVersion } from "./secrets.ts";

const admins = ["roles/secretmanager.admin", "roles/owner"];
const viewers = [...admins, "roles/secretmanager.viewer"];
const readers = [...admins, "roles/secretmanager.secretAccessor"];
const writers = [...admins, "roles/secretmanager.secretVersionAdder", "roles/secretmanager.secretVersionManager"];

/** The latest version of a secret, for an instance whose service account may read it. */
export function readSecretAs(store: Store, machine: Machine, id: string): string {
  const secret = requireRole(store, machine, id, readers, "secretmanager.versions.access");
  return Buffer.from(findSecretVersion(store, secret, "latest").data, "base64").toString();
}

/** Adds a version to a secret, for an instance whose service account may do so. */
export function addSecretVersionAs(store: Store, now: number, machine: Machine, id: string, value: string): void {
  const secret = requireRole(store, machine, id, writers, "secretmanager.versions.add");
  addSecretVersion(store, now, secret, { payload: { data: Buffer.from(value).toString("base64") } });
}

/** Answers a call of Secret Manager with the rights of an instance's service account. Throws CloudError: 403, 404. */
export function callSecretsAs(store: Store, now: number, machine: Machine, call: SecretCall): Reply {
  const [, project, id, rest = ""] = /^\/v1\/projects\/([^/]+)\/secrets\/([^/:]+)(.*)$/.exec(call.path) ?? [];
  if (id === undefined || project !== machine.project)
    throw new CloudError(403, "forbidden", `Permission denied on resource '${call.path}' (or it may not exist).`);
  if (rest.endsWith(":access")) requireRole(store, machine, id, readers, "secretmanager.versions.access");
  else if (rest === ":addVersion") requireRole(store, machine, id, writers, "secretmanager.versions.add");
  else
    requireRole(store, machine, id, call.method === "GET" ? viewers : admins, `secretmanager (${call.method} ${rest})`);
  const reply = answerSecrets(store, call, now);
  if (reply === undefined) throw new CloudError(404, "notFound", `There is nothing at '${call.path}'.`);
  return reply;
}

function requireRole(store: Store, machine: Machine, id: string, roles: readonly string[], permission: string): string {
  const project = `projects/${machine.project}`;
  const secret = `${project}/secrets/${id}`;
  if (machine.serviceAccount === null || !hasRole(store, machine.serviceAccount, roles, [secret, project]))
    throw new CloudError(
      403,
      "forbidden",
      `Permission '${permission}' denied on resource '${secret}' (or it may not exist).`,
    );
  return secret;
}
