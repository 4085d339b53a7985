import type { Resource } from "../../../src/topology/resource.ts";

export type Resources = ReadonlyMap<string, Resource>;

/** Resources by their Terraform address. */
export function byAddress(resources: readonly Resource[]): Resources {
  return new Map(resources.map((resource) => [`${resource.type}.${resource.name}`, resource]));
}

/**
 * The state of a step that stopped halfway, as far as Terraform's order goes: what instances depend on comes first,
 * then new instances, then what others are told of them, then what depends on instances. Of the stage that it stopped
 * in, and of the load balancer and of deletions at any time, a part is through.
 */
export function tear(before: Resources, after: Resources, stage: number, through: () => boolean): Resource[] {
  const order = (address: string): number => {
    if (!after.has(address) || /health_check|backend_service/.test(address)) return stage;
    if (/membership|forwarding_rule/.test(address)) return 3;
    if (!address.startsWith("google_compute_instance.")) return 0;
    return before.has(address) ? 2 : 1;
  };
  return [...new Set([...before.keys(), ...after.keys()])].flatMap((address) => {
    const done = order(address) < stage || (order(address) === stage && through());
    return (done ? after : before).get(address) ?? [];
  });
}
