import { externalIpUsers, loadBalancedGroups } from "./compute/in-use.ts";
import { lastPart, placeOf, regionOf } from "./compute/resource.ts";
import type { Store } from "./store.ts";

/** Who holds an external address. */
export type Holder =
  | { readonly on: "none" }
  | { readonly on: "instance" | "forwardingRule" | "router"; readonly name: string };

/** A reserved external address and its holder. */
export interface AddressFact {
  readonly project: string;
  readonly region: string;
  readonly name: string;
  readonly address: string;
  readonly holder: Holder;
}

/** A cluster's etcd as its driver knows it: names of members, and of the voters that live. */
export interface ClusterFact {
  readonly project: string;
  readonly name: string;
  readonly voters: readonly string[];
  readonly learners: readonly string[];
  readonly aliveVoters: readonly string[];
}

/** What safety rules are judged by, at one moment. */
export interface Facts {
  readonly addresses: readonly AddressFact[];
  readonly clusters: readonly ClusterFact[];
  /** Names of the instances that a backend service sends traffic to. */
  readonly loadBalanced: readonly string[];
}

/** Reads the facts from the store; what is known about clusters comes from the driver. */
export function factsOf(store: Store, clusters: readonly ClusterFact[]): Facts {
  const external = store.addresses.values().filter((address) => address.addressType === "EXTERNAL");
  return {
    addresses: external.map((address) => {
      const place = placeOf(address.key);
      const holder = holderOf(store, address.address);
      return { project: place.project, region: regionOf(place), name: address.name, address: address.address, holder };
    }),
    clusters,
    loadBalanced: store.instances
      .values()
      .filter((instance) => loadBalancedGroups(store, instance.key).length > 0)
      .map((instance) => instance.name)
      .sort(),
  };
}

function holderOf(store: Store, ip: string): Holder {
  const [user] = externalIpUsers(store, ip);
  if (user === undefined) return { on: "none" };
  const name = lastPart(user);
  if (store.instances.get(user) !== undefined) return { on: "instance", name };
  return { on: store.forwardingRules.get(user) === undefined ? "router" : "forwardingRule", name };
}
