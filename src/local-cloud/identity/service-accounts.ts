import * as z from "zod";
import { alreadyExists, CloudError, notFound } from "../cloud-error.ts";
import { parseBody } from "../compute/resource.ts";
import type { Store } from "../store.ts";
import type { ServiceAccount } from "./service-account.ts";

const shown = z.looseObject({ displayName: z.string().optional(), description: z.string().optional() });
const createBody = z.looseObject({
  accountId: z.string().regex(/^[a-z](?:[-a-z0-9]{4,28}[a-z0-9])$/, "IDs have 6 to 30 lower case characters."),
  serviceAccount: shown.default({}),
});
const updateBody = z.looseObject({ serviceAccount: shown.default({}), updateMask: z.string().default("displayName") });

/** Creates an account; 409 when its ID is taken. */
export function createServiceAccount(store: Store, project: string, body: unknown): ServiceAccount {
  const { accountId, serviceAccount } = parseBody(createBody, body, "request");
  const email = `${accountId}@${project}.iam.gserviceaccount.com`;
  const name = `projects/${project}/serviceAccounts/${email}`;
  if (store.serviceAccounts.get(email) !== undefined) throw alreadyExists(name);
  const uniqueId = `1${String(store.next("id")).padStart(20, "0")}`;
  const { displayName, description } = serviceAccount;
  const account = {
    name,
    projectId: project,
    uniqueId,
    email,
    displayName,
    description,
    etag: "MDEwMjE5MjA=",
    oauth2ClientId: uniqueId,
  };
  store.serviceAccounts.set(email, account);
  return account;
}

/** The account of an email address or unique ID, or 404. */
export function findServiceAccount(store: Store, reference: string): ServiceAccount {
  const account =
    store.serviceAccounts.get(reference) ?? store.serviceAccounts.values().find((one) => one.uniqueId === reference);
  if (account === undefined) throw notFound(`Unknown service account ${reference}`);
  return account;
}

/** Changes what the update mask names. */
export function updateServiceAccount(store: Store, reference: string, body: unknown): ServiceAccount {
  const account = findServiceAccount(store, reference);
  const { serviceAccount, updateMask } = parseBody(updateBody, body, "request");
  const fields = updateMask.split(",").map((field) => field.replace(/_n/, "N"));
  if (fields.some((field) => field !== "displayName" && field !== "description"))
    throw new CloudError(400, "invalid", `Cannot update '${updateMask}'.`);
  const { displayName, description } = serviceAccount;
  const changed = { displayName, description };
  const updated = {
    ...account,
    ...Object.fromEntries(Object.entries(changed).filter(([field]) => fields.includes(field))),
  };
  store.serviceAccounts.set(account.email, updated);
  return updated;
}

/** Deletes an account. Roles that policies give to it stay behind, as in IAM, but cannot be used. */
export function deleteServiceAccount(store: Store, reference: string): void {
  store.serviceAccounts.delete(findServiceAccount(store, reference).email);
}
