import * as z from "zod";
import { CloudError, conditionNotMet, invalid } from "../../cloud-error.ts";
import type { Store } from "../../store.ts";
import { fingerprint, keyOf, lastPart, type Place, parseBody } from "../resource.ts";
import type { Write } from "../write.ts";
import { type Instance, metadata, type serviceAccounts, tags } from "./instance.ts";

/** A machine type's short name. Any name of GCE's form is a machine type. */
export function requireMachineType(place: Place, reference: string): string {
  const name = lastPart(reference);
  if (!/^[a-z][a-z0-9]*-[a-z0-9-]+$/.test(name) || !reference.includes("machineTypes/"))
    throw invalid(
      "resource.machineType",
      reference,
      `Machine type '${keyOf(place, "machineTypes", name)}' does not exist.`,
    );
  return name;
}

/** Refuses service accounts of projects that do not have them; the default ones always exist. */
export function requireServiceAccounts(store: Store, accounts: z.output<typeof serviceAccounts>): typeof accounts {
  for (const { email } of accounts) {
    const given = email === "default" || /-compute@developer\.gserviceaccount\.com$/.test(email);
    if (!given && store.serviceAccounts.get(email) === undefined)
      throw invalid("resource.serviceAccounts[0].email", email, `The resource '${email}' was not found.`);
  }
  return accounts;
}

/** `setMetadata`: everything at once, only with the current fingerprint. */
export function replaceMetadata(_write: Write, instance: Instance, body: unknown): Instance {
  const request = parseBody(metadata, body, "metadata");
  if (request.fingerprint !== fingerprint(instance.metadata))
    throw conditionNotMet("Supplied fingerprint does not match current metadata fingerprint.");
  return { ...instance, metadata: request.items };
}

/** `setTags`, in the same way. */
export function changeTags(_write: Write, instance: Instance, body: unknown): Instance {
  const request = parseBody(tags, body, "tags");
  if (request.fingerprint !== fingerprint(instance.tags))
    throw conditionNotMet("Supplied fingerprint does not match current tags fingerprint.");
  return { ...instance, tags: [...new Set(request.items)] };
}

/** `setDeletionProtection?deletionProtection=…`; true when nothing is said. */
export function protectFromDeletion(write: Write, instance: Instance): Instance {
  return { ...instance, deletionProtection: write.query["deletionProtection"] !== "false" };
}

/** `setMachineType`, of a stopped instance. */
export function changeMachineType(write: Write, instance: Instance, body: unknown): Instance {
  requireStopped(instance);
  const request = parseBody(z.looseObject({ machineType: z.string() }), body);
  return { ...instance, machineType: requireMachineType(write.place, request.machineType) };
}

/** `setServiceAccount`, of a stopped instance. */
export function changeServiceAccount(write: Write, instance: Instance, body: unknown): Instance {
  requireStopped(instance);
  const request = parseBody(
    z.looseObject({ email: z.string().default(""), scopes: z.array(z.string()).default([]) }),
    body,
  );
  const accounts = request.email === "" ? [] : [{ email: request.email, scopes: request.scopes }];
  return { ...instance, serviceAccounts: requireServiceAccounts(write.store, accounts) };
}

/** `setScheduling`. */
export function changeScheduling(_write: Write, instance: Instance, body: unknown): Instance {
  return { ...instance, scheduling: parseBody(z.looseObject({}), body) };
}

/** `updateShieldedInstanceConfig`; secure boot and vTPM change only while the instance is stopped. */
export function changeShieldedConfig(_write: Write, instance: Instance, body: unknown): Instance {
  requireStopped(instance);
  return {
    ...instance,
    shieldedInstanceConfig: { ...instance.shieldedInstanceConfig, ...parseBody(z.looseObject({}), body) },
  };
}

/** `start`: nothing happens to an instance that runs. */
export function start(write: Write, instance: Instance): Instance {
  if (instance.status === "RUNNING") return instance;
  return { ...instance, status: "RUNNING", lastStartTimestamp: new Date(write.now).toISOString() };
}

/** `stop`: the instance keeps its addresses and disks. */
export function stop(_write: Write, instance: Instance): Instance {
  return { ...instance, status: "TERMINATED" };
}

function requireStopped(instance: Instance): void {
  if (instance.status === "TERMINATED") return;
  throw new CloudError(400, "resourceNotReady", `The instance '${instance.key}' must be stopped first.`);
}
