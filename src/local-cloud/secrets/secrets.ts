import * as z from "zod";
import { alreadyExists, notFound } from "../cloud-error.ts";
import { parseBody } from "../compute/resource.ts";
import type { Store } from "../store.ts";
import { type Secret, type SecretVersion, secretBody } from "./secret.ts";

const addVersionBody = z.looseObject({ payload: z.looseObject({ data: z.base64() }) });

/** Creates a secret; 409 when its ID is taken. */
export function createSecret(store: Store, now: number, project: string, id: string, body: unknown): Secret {
  const name = `projects/${project}/secrets/${id}`;
  if (!/^[A-Za-z0-9_-]{1,255}$/.test(id)) throw notFound(name);
  const request = parseBody(secretBody, body, "secret");
  if (store.secrets.get(name) !== undefined) throw alreadyExists(name);
  const secret = { ...request, name, createTime: new Date(now).toISOString() };
  store.secrets.set(name, secret);
  return secret;
}

/** The secret, or 404. */
export function findSecret(store: Store, name: string): Secret {
  const secret = store.secrets.get(name);
  if (secret === undefined) throw notFound(name);
  return secret;
}

/** Changes the fields that the update mask names. */
export function updateSecret(store: Store, name: string, mask: string, body: unknown): Secret {
  const current = findSecret(store, name);
  const changed = Object.entries(Object(body)).filter(([field]) => mask.split(",").includes(field));
  const request = parseBody(secretBody, { ...current, ...Object.fromEntries(changed) }, "secret");
  const secret = { ...request, name, createTime: current.createTime };
  store.secrets.set(name, secret);
  return secret;
}

/** Deletes a secret with its versions and its policy. */
export function deleteSecret(store: Store, name: string): void {
  findSecret(store, name);
  for (const version of secretVersions(store, name)) store.secretVersions.delete(version.name);
  store.policies.delete(name);
  store.secrets.delete(name);
}

/** A secret's versions, oldest first. */
export function secretVersions(store: Store, secret: string): readonly SecretVersion[] {
  return store.secretVersions.values().filter((version) => version.name.startsWith(`${secret}/versions/`));
}

/** Adds a version. */
export function addSecretVersion(store: Store, now: number, secret: string, body: unknown): SecretVersion {
  findSecret(store, secret);
  const { payload } = parseBody(addVersionBody, body, "request");
  const name = `${secret}/versions/${secretVersions(store, secret).length + 1}`;
  const version = { name, createTime: new Date(now).toISOString(), state: "ENABLED" as const, data: payload.data };
  store.secretVersions.set(name, version);
  return version;
}

/** A version by its number or `latest`, or 404. */
export function findSecretVersion(store: Store, secret: string, version: string): SecretVersion {
  findSecret(store, secret);
  const found =
    version === "latest"
      ? secretVersions(store, secret).at(-1)
      : store.secretVersions.get(`${secret}/versions/${version}`);
  if (found === undefined) throw notFound(`${secret}/versions/${version}`);
  return found;
}
