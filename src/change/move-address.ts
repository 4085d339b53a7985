import type { Address } from "../topology/topology.ts";
import { isHealthy } from "./health.ts";
import { ableOf, hasReplica, type Proposal, replicaNamed, type Situation } from "./situation.ts";

/** Moves the endpoint's IP in a step of its own, which frees it and takes it at once (R5, R6). */
export function moveAddress(situation: Situation): Proposal | undefined {
  const { current } = situation;
  const to = destination(situation);
  if (to === undefined) return undefined;
  const receivers = to.on === "replica" ? [to.name] : ableOf(situation, current.backends);
  return {
    kind: "move-address",
    subject: current.settings.name,
    title: `Move the endpoint's IP ${from(current.address)}to ${holder(to)}`,
    before: current,
    after: { ...current, address: to },
    endpoint: {
      interruption: "brief",
      reason:
        "the IP is released before it is taken: connections break, and new ones fail for 1 to 3 s (measured in the lab; on GCE more)",
    },
    gates: receivers.flatMap((name) => [
      { when: "before", check: "api-ready", subject: name } as const,
      { when: "after", check: "api-ready", subject: name } as const,
    ]),
  };
}

/** Where the IP must go now; undefined where it may stay. */
function destination({ current, target, health }: Situation): Address | undefined {
  const { address, members } = current;
  const serving = current.backendService !== null && current.backends.some((name) => members.includes(name));
  const left = address.on === "replica" && !members.includes(address.name);
  if (address.on === "none" || left) {
    if (target.address.on === "loadBalancer" && serving) return target.address;
    const [any] = members.filter((name) => hasReplica(current, name));
    const refuge = members.find((name) => isHealthy(health, name, current.replicas)) ?? any;
    const wanted = target.address.on === "replica" && members.includes(target.address.name);
    return wanted ? target.address : refuge === undefined ? undefined : { on: "replica", name: refuge };
  }
  if (target.address.on === "loadBalancer") {
    const built = current.healthCheck && serving;
    return address.on === "replica" && built ? target.address : undefined;
  }
  if (target.address.on !== "replica" || !members.includes(target.address.name)) return undefined;
  const { name } = target.address;
  if (!hasReplica(current, name) || (address.on === "replica" && address.name === name)) return undefined;
  if (replicaNamed(current, name).renew === true) return undefined;
  // A load balancer serves as long as it has another backend; it is given up for the last member only.
  return address.on === "loadBalancer" && members.length > 1 ? undefined : target.address;
}

function from(address: Address): string {
  return address.on === "none" ? "" : `from ${holder(address)} `;
}

function holder(address: Address): string {
  if (address.on === "replica") return address.name;
  return address.on === "loadBalancer" ? "the load balancer" : "nobody";
}
