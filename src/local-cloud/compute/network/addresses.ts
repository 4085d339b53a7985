import { alreadyExists, inUse, invalid } from "../../cloud-error.ts";
import type { Collection } from "../collection.ts";
import { addressUsers } from "../in-use.ts";
import { labelFingerprint, setLabels } from "../labels.ts";
import { link, parseBody, referenceKey, regionOf } from "../resource.ts";
import { identify } from "../write.ts";
import { type Address, addressBody } from "./address.ts";
import { freeExternalIp, freeInternalIp } from "./ip-allocation.ts";
import { defaultSubnetwork, requireSubnetwork, subnetworkContains } from "./network.ts";

export const addresses: Collection<Address> = {
  name: "addresses",
  kind: "compute#address",
  level: "regions",
  table: (store) => store.addresses,
  create: (write, body) => {
    const request = parseBody(addressBody, body);
    const { store, place } = write;
    const identity = identify(write, "addresses", request.name);
    if (request.addressType === "EXTERNAL") {
      if (request.address) throw invalid("resource.address", request.address, "External addresses are chosen by GCE.");
      return { ...request, ...identity, address: freeExternalIp(store) };
    }
    const subnetwork = requireSubnetwork(
      request.subnetwork
        ? referenceKey("resource.subnetwork", request.subnetwork, place.project)
        : defaultSubnetwork(place.project, regionOf(place)),
    );
    if (request.address) {
      if (!subnetworkContains(subnetwork, request.address))
        throw invalid("resource.address", request.address, `IP is not in '${subnetwork}'.`);
      const taken = store.addresses.values().some((a) => a.subnetwork === subnetwork && a.address === request.address);
      if (taken) throw alreadyExists(request.address);
    }
    const address = request.address || freeInternalIp(store, subnetwork);
    return { purpose: "GCE_ENDPOINT", ...request, ...identity, subnetwork, address };
  },
  view: (store, address) => {
    const users = addressUsers(store, address);
    return {
      labelFingerprint: labelFingerprint(address),
      status: users.length > 0 ? "IN_USE" : "RESERVED",
      ...(users.length > 0 ? { users: users.map(link) } : {}),
      ...(address.subnetwork ? { subnetwork: link(address.subnetwork) } : {}),
    };
  },
  beforeDelete: ({ store }, address) => {
    const [user] = addressUsers(store, address);
    if (user !== undefined) throw inUse(address.key, user);
  },
  actions: { setLabels },
};
