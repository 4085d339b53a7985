import { createHash } from "node:crypto";
import * as z from "zod";
import { CloudError } from "../cloud-error.ts";
import { parseBody } from "../compute/resource.ts";
import type { Store } from "../store.ts";
import { binding, type Policy } from "./policy.ts";

const setPolicyBody = z.looseObject({
  policy: z.looseObject({
    version: z.number().optional(),
    etag: z.string().optional(),
    bindings: z.array(binding).default([]),
  }),
});

/** The policy of a resource, such as `projects/p`; empty where nobody has set one. With its etag. */
export function getPolicy(store: Store, resource: string): Readonly<Record<string, unknown>> {
  const { bindings } = store.policies.get(resource) ?? { bindings: [] };
  return { version: 1, etag: etagOf(bindings), bindings };
}

/** Puts a policy in the place of the one whose etag it names; 409 when that has changed, 400 for unknown members. */
export function setPolicy(store: Store, resource: string, body: unknown): Readonly<Record<string, unknown>> {
  const { policy } = parseBody(setPolicyBody, body, "request");
  const current = getPolicy(store, resource)["etag"];
  if (policy.etag !== undefined && policy.etag !== "" && policy.etag !== current)
    throw new CloudError(409, "aborted", "There were concurrent policy changes. Please retry.", "ABORTED");
  for (const member of policy.bindings.flatMap((entry) => entry.members)) requireMember(store, member);
  const bindings = policy.bindings.filter((entry) => entry.members.length > 0);
  store.policies.set(resource, { bindings });
  return getPolicy(store, resource);
}

/** Whether a service account has one of the roles on one of the resources. */
export function hasRole(store: Store, email: string, roles: readonly string[], resources: readonly string[]): boolean {
  return resources
    .flatMap((resource) => store.policies.get(resource)?.bindings ?? [])
    .some((entry) => roles.includes(entry.role) && entry.members.includes(`serviceAccount:${email}`));
}

function requireMember(store: Store, member: string): void {
  if (
    !/^(?:allUsers|allAuthenticatedUsers|(?:user|group|domain|serviceAccount|deleted|principal|principalSet):.+)$/.test(
      member,
    )
  )
    throw new CloudError(400, "badRequest", `Invalid member '${member}'.`);
  const [, email] = /^serviceAccount:(.+\.iam\.gserviceaccount\.com)$/.exec(member) ?? [];
  const ours = email !== undefined && !/@gcp-sa-/.test(email);
  if (ours && store.serviceAccounts.get(email) === undefined)
    throw new CloudError(400, "badRequest", `Service account ${email} does not exist.`);
}

function etagOf(bindings: Policy["bindings"]): string {
  return createHash("sha256").update(JSON.stringify(bindings)).digest("base64").slice(0, 12);
}
