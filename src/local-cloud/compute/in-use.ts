import type { Store } from "../store.ts";
import type { Address } from "./network/address.ts";

/** Keys of whatever uses an external IP: instances, forwarding rules, routers. */
export function externalIpUsers(store: Store, ip: string): readonly string[] {
  const instances = store.instances
    .values()
    .filter((instance) =>
      instance.networkInterfaces.some((nic) => nic.accessConfigs.some((access) => access.natIP === ip)),
    );
  const rules = store.forwardingRules.values().filter((rule) => rule.IPAddress === ip);
  const routers = store.routers.values().filter((router) => router.nats.some((nat) => nat.ips.includes(ip)));
  return [...instances, ...rules, ...routers].map((user) => user.key);
}

/** Keys of the instances that use an internal IP of a subnetwork. */
export function internalIpUsers(store: Store, subnetwork: string, ip: string): readonly string[] {
  return store.instances
    .values()
    .filter((instance) =>
      instance.networkInterfaces.some((nic) => nic.networkIP === ip && nic.subnetwork === subnetwork),
    )
    .map((instance) => instance.key);
}

/** Keys of whatever uses a reserved address. */
export function addressUsers(store: Store, address: Address): readonly string[] {
  return address.addressType === "EXTERNAL"
    ? externalIpUsers(store, address.address)
    : internalIpUsers(store, address.subnetwork ?? "", address.address);
}

/** Keys of the instances that a disk is attached to. */
export function diskUsers(store: Store, disk: string): readonly string[] {
  return store.instances
    .values()
    .filter((instance) => instance.disks.some((attached) => attached.source === disk))
    .map((instance) => instance.key);
}

/** Keys of the backend services that send traffic to an instance group. */
export function groupUsers(store: Store, group: string): readonly string[] {
  return store.backendServices
    .values()
    .filter((service) => service.backends.some((backend) => backend.group === group))
    .map((service) => service.key);
}

/** Keys of the load-balanced groups that an instance is in. */
export function loadBalancedGroups(store: Store, instance: string): readonly string[] {
  return store.instanceGroups
    .values()
    .filter((group) => group.instances.includes(instance) && groupUsers(store, group.key).length > 0)
    .map((group) => group.key);
}
