import { CloudError, inUse, invalid } from "../../cloud-error.ts";
import type { Store } from "../../store.ts";
import { externalIpUsers, internalIpUsers } from "../in-use.ts";
import { subnetworkPrefix } from "../region.ts";
import { placeOf, regionOf } from "../resource.ts";
import { subnetworkContains } from "./network.ts";

/** Ranges that are reserved for documentation: nobody in the world has these addresses. */
const externalPrefixes = ["203.0.113", "198.51.100", "192.0.2"];
/** One fewer than there are: `203.0.113.254` is the client's of instances that run in namespaces. */
const perPrefix = 253;

/** An external IP that nobody has reserved or uses. One that was freed comes back only after all others. */
export function freeExternalIp(store: Store): string {
  for (let tries = 0; tries < externalPrefixes.length * perPrefix; tries += 1) {
    const number = store.next("external-ip") - 1;
    const prefix = externalPrefixes[Math.floor(number / perPrefix) % externalPrefixes.length];
    const ip = `${prefix}.${(number % perPrefix) + 1}`;
    if (reservedExternal(store, ip) === undefined && externalIpUsers(store, ip).length === 0) return ip;
  }
  throw new CloudError(403, "quotaExceeded", "Quota 'STATIC_ADDRESSES' exceeded.");
}

/** An internal IP of a subnetwork that nobody has reserved or uses. */
export function freeInternalIp(store: Store, subnetwork: string): string {
  const [first, second, third = 0] = subnetworkPrefix(regionOf(placeOf(subnetwork)))
    .split(".")
    .map(Number);
  for (let number = 2; number < 16 * 256 - 2; number += 1) {
    const ip = `${first}.${second}.${third + (number >> 8)}.${number & 255}`;
    const taken = reservedInternal(store, subnetwork, ip) !== undefined;
    if (!taken && internalIpUsers(store, subnetwork, ip).length === 0) return ip;
  }
  throw new CloudError(400, "ipSpaceExhausted", `IP space of '${subnetwork}' is exhausted.`);
}

/** Whether `user` may take the internal IP: it lies in the subnetwork, and nobody else uses it. */
export function claimInternalIp(store: Store, subnetwork: string, ip: string, user: string): string {
  if (!subnetworkContains(subnetwork, ip))
    throw invalid("resource.networkInterfaces[0].networkIP", ip, `IP is not in '${subnetwork}'.`);
  const [other] = internalIpUsers(store, subnetwork, ip).filter((key) => key !== user);
  if (other !== undefined) throw inUse(reservedInternal(store, subnetwork, ip) ?? ip, other);
  return ip;
}

/** Whether `user` may take the external IP: it is reserved in the project and region, and nobody else uses it. */
export function claimExternalIp(store: Store, field: string, ip: string, user: string): string {
  const place = placeOf(user);
  const address = store.addresses
    .values()
    .find((candidate) => candidate.addressType === "EXTERNAL" && candidate.address === ip);
  const at = address && placeOf(address.key);
  if (address === undefined || at?.project !== place.project || regionOf(at) !== regionOf(place))
    throw invalid(field, ip, `The specified external IP address '${ip}' was not found in region '${regionOf(place)}'.`);
  const [other] = externalIpUsers(store, ip).filter((key) => key !== user);
  if (other !== undefined) throw inUse(address.key, other);
  return ip;
}

function reservedExternal(store: Store, ip: string): string | undefined {
  return store.addresses.values().find((address) => address.addressType === "EXTERNAL" && address.address === ip)?.key;
}

function reservedInternal(store: Store, subnetwork: string, ip: string): string | undefined {
  return store.addresses.values().find((address) => address.subnetwork === subnetwork && address.address === ip)?.key;
}
