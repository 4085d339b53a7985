import type { Address, LoadBalanced } from "../../../topology/endpoint/load-balanced.ts";
import { enrolled, serving } from "../../../topology/fleet.ts";
import { ableOf, find, has, healthyServers, type Proposal, type Situation } from "../../situation.ts";

/** Moves the endpoint's IP in a step of its own, which frees it and takes it at once (R5, R6). */
export function moveAddress(situation: Situation<LoadBalanced>): Proposal | undefined {
  const { current } = situation;
  const to = destination(situation);
  if (to === undefined) return undefined;
  const { address, backends } = current.endpoint;
  const receivers = to.on === "replica" ? [to.name] : ableOf(situation, backends);
  return {
    kind: "move-address",
    subject: current.settings.name,
    title: `Move the endpoint's IP ${from(address)}to ${holder(to)}`,
    before: current,
    after: { ...current, endpoint: { ...current.endpoint, address: to } },
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
function destination(situation: Situation<LoadBalanced>): Address | undefined {
  const { current } = situation;
  const { address, backends, backendService, healthCheck } = current.endpoint;
  const wanted = situation.target.endpoint.address;
  const fleet = serving(current);
  const here = enrolled(current, fleet);
  const served = backendService !== null && backends.some((name) => here.includes(name));
  const left = address.on === "replica" && !here.includes(address.name);
  if (address.on === "none" || left) {
    if (wanted.on === "loadBalancer" && served) return wanted;
    if (wanted.on === "replica" && here.includes(wanted.name)) return wanted;
    const refuge = healthyServers(situation, here)[0] ?? here.find((name) => has(current, fleet, name));
    return refuge === undefined ? undefined : { on: "replica", name: refuge };
  }
  if (wanted.on === "loadBalancer") {
    return address.on === "replica" && healthCheck && served ? wanted : undefined;
  }
  if (wanted.on !== "replica" || !here.includes(wanted.name)) return undefined;
  const receiver = find(current, fleet, wanted.name);
  if (receiver === undefined || receiver.renew === true) return undefined;
  if (address.on === "replica" && address.name === wanted.name) return undefined;
  // A load balancer serves as long as it has another backend; it is given up for the last member only.
  return address.on === "loadBalancer" && here.length > 1 ? undefined : wanted;
}

function from(address: Address): string {
  return address.on === "none" ? "" : `from ${holder(address)} `;
}

function holder(address: Address): string {
  if (address.on === "replica") return address.name;
  return address.on === "loadBalancer" ? "the load balancer" : "nobody";
}
