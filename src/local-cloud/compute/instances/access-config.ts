import type * as z from "zod";
import { CloudError, invalid, notFound } from "../../cloud-error.ts";
import { claimExternalIp, freeExternalIp } from "../network/ip-allocation.ts";
import { parseBody } from "../resource.ts";
import type { Write } from "../write.ts";
import { type AccessConfig, accessConfig, type Instance } from "./instance.ts";

/** An access config as `user`, an instance, will hold it: with the address that it names, or with any free one. */
export function newAccessConfig(write: Write, user: string, access: z.output<typeof accessConfig>): AccessConfig {
  const { store } = write;
  if (!access.natIP) return { ...access, natIP: freeExternalIp(store) };
  const natIP = claimExternalIp(store, "resource.networkInterfaces[0].accessConfigs[0].natIP", access.natIP, user);
  const reserved = store.addresses.values().find((address) => address.address === natIP);
  if (reserved?.networkTier !== access.networkTier)
    throw invalid("resource.networkTier", access.networkTier, `The address is of tier ${reserved?.networkTier}.`);
  return { ...access, natIP };
}

/** `POST …/addAccessConfig?networkInterface=nic0`; an interface has at most one. */
export function addAccessConfig(write: Write, instance: Instance, body: unknown): Instance {
  const [nic] = requireInterface(write, instance);
  if (nic.accessConfigs.length > 0)
    throw new CloudError(400, "invalid", "At most one access config currently supported.");
  const added = newAccessConfig(write, instance.key, parseBody(accessConfig, body));
  return { ...instance, networkInterfaces: [{ ...nic, accessConfigs: [added] }] };
}

/** `POST …/deleteAccessConfig?accessConfig=external-nat&networkInterface=nic0`. */
export function deleteAccessConfig(write: Write, instance: Instance): Instance {
  const [nic] = requireInterface(write, instance);
  const name = write.query["accessConfig"] ?? "";
  if (!nic.accessConfigs.some((access) => access.name === name))
    throw new CloudError(400, "invalid", `Access config '${name}' does not exist on '${instance.key}'.`);
  const accessConfigs = nic.accessConfigs.filter((access) => access.name !== name);
  return { ...instance, networkInterfaces: [{ ...nic, accessConfigs }] };
}

function requireInterface(write: Write, instance: Instance): readonly [Instance["networkInterfaces"][number]] {
  const nic = instance.networkInterfaces.find((candidate) => candidate.name === write.query["networkInterface"]);
  if (nic === undefined) throw notFound(`${instance.key}/networkInterfaces/${write.query["networkInterface"]}`);
  return [nic];
}
