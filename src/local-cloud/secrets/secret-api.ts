import { notImplemented } from "../cloud-error.ts";
import { getPolicy, setPolicy } from "../identity/policies.ts";
import { ok, type Reply } from "../request.ts";
import type { Store } from "../store.ts";
import type { SecretVersion } from "./secret.ts";
import {
  addSecretVersion,
  createSecret,
  deleteSecret,
  findSecret,
  findSecretVersion,
  secretVersions,
  updateSecret,
} from "./secrets.ts";

/** A call, with its JSON body parsed. */
export interface SecretCall {
  readonly method: string;
  readonly path: string;
  readonly query: Readonly<Record<string, string>>;
  readonly body: unknown;
}

const pattern = /^\/v1\/projects\/([^/]+)\/secrets(?:\/([^/:]+)(?:\/versions(?:\/([^/:]+))?)?(?::([A-Za-z]+))?)?$/;

/** Answers calls of Secret Manager. Undefined for other paths. */
export function answerSecrets(store: Store, call: SecretCall, now: number): Reply | undefined {
  const { method, path, query, body } = call;
  const [, project, id, version, verb] = pattern.exec(path) ?? [];
  if (project === undefined) return undefined;
  return store.transact(() => {
    const name = `projects/${project}/secrets/${id}`;
    if (id === undefined) {
      if (method === "POST")
        return ok(
          { ...createSecret(store, now, project, query["secretId"] ?? "", body) },
          `projects/${project}/secrets/${query["secretId"]}`,
        );
      const secrets = store.secrets.values().filter((secret) => secret.name.startsWith(`projects/${project}/`));
      if (method === "GET") return ok({ secrets, totalSize: secrets.length });
    } else if (verb !== undefined) {
      return answerVerb(store, call, name, version, verb, now);
    } else if (path.endsWith("/versions") && method === "GET") {
      const versions = secretVersions(store, findSecret(store, name).name).map(versionView).reverse();
      return ok({ versions, totalSize: versions.length });
    } else if (version !== undefined && method === "GET") {
      return ok(versionView(findSecretVersion(store, name, version)));
    } else if (version === undefined) {
      if (method === "GET") return ok({ ...findSecret(store, name) });
      if (method === "PATCH") return ok({ ...updateSecret(store, name, query["updateMask"] ?? "", body) }, name);
      if (method === "DELETE") {
        deleteSecret(store, name);
        return ok({}, name);
      }
    }
    throw notImplemented(method, path);
  });
}

function answerVerb(
  store: Store,
  call: SecretCall,
  name: string,
  version: string | undefined,
  verb: string,
  now: number,
): Reply {
  const { method, path, body } = call;
  if (version !== undefined && verb === "access" && method === "GET") {
    const found = findSecretVersion(store, name, version);
    return ok({ name: found.name, payload: { data: found.data } });
  }
  findSecret(store, name);
  if (verb === "getIamPolicy" && method === "GET") return ok(getPolicy(store, name));
  if (verb === "setIamPolicy" && method === "POST") return ok(setPolicy(store, name, body), name);
  if (verb === "addVersion" && method === "POST")
    return ok(versionView(addSecretVersion(store, now, name, body)), name);
  throw notImplemented(method, path);
}

function versionView({ data: _secret, ...version }: SecretVersion): Readonly<Record<string, unknown>> {
  return version;
}
