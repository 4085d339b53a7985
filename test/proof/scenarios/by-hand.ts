import { logicalId, metadataKey, resourceType } from "../../../src/topology/names.ts";
import type { Resource } from "../../../src/topology/resource.ts";
import type { Resources } from "../../kit/cluster/tear.ts";
import { addressOf, resourceIn } from "./resources.ts";

/** The resources without some of them. */
export function without(resources: Resources, gone: readonly string[]): Resources {
  for (const resource of gone) resourceIn(resources, resource);
  const addresses = gone.map(addressOf);
  return new Map([...resources].filter(([address]) => !addresses.includes(address)));
}

/** The resources and some of another cluster, which take the place of those of the same address. */
export function withThose(resources: Resources, source: Resources, left: readonly string[]): Resources {
  return new Map([...resources, ...left.map((each) => [addressOf(each), resourceIn(source, each)] as const)]);
}

/** The resources with an instance that somebody has stopped. */
export function withStopped(resources: Resources, name: string): Resources {
  return altered(resources, name, () => ({ current_status: "TERMINATED" }));
}

/** The resources with an instance whose metadata does not say who is a member. */
export function withoutMembers(resources: Resources, name: string): Resources {
  return altered(resources, name, ({ metadata }) => ({
    metadata: { ...(metadata as object), [metadataKey.members]: "" },
  }));
}

/** The resources with the endpoint's IP on this instance only, or on nothing. */
export function withIpOn(resources: Resources, holder: string | undefined): Resources {
  const ip = resources.get(`${resourceType.address}.${logicalId.endpoint}`)?.attributes["address"];
  const unbalanced = new Map([...resources].filter(([address]) => address !== addressOf("forwarding-rule")));
  const free = [...resources.values()]
    .filter(({ type }) => type === resourceType.instance)
    .map(({ name }) => name.slice(logicalId.replica("prod-").length))
    .reduce<Resources>((all, name) => withAccess(all, name, []), unbalanced);
  return holder === undefined ? free : withAccess(free, holder, [{ nat_ip: ip }]);
}

function withAccess(resources: Resources, name: string, access_config: readonly object[]): Resources {
  return altered(resources, name, ({ network_interface }) => ({
    network_interface: (network_interface as readonly object[]).map((nic) => ({ ...nic, access_config })),
  }));
}

function altered(
  resources: Resources,
  name: string,
  change: (attributes: Resource["attributes"]) => Resource["attributes"],
): Resources {
  const instance = resourceIn(resources, `instance ${name}`);
  const attributes = { ...instance.attributes, ...change(instance.attributes) };
  return new Map([...resources, [addressOf(`instance ${name}`), { ...instance, attributes }]]);
}
