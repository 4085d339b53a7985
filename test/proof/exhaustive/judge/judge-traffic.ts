import type { Topology } from "../../../../src/topology/topology.ts";
import { endpointOf, withEndpoint } from "../../../kit/cluster/cluster-fixture.ts";
import type { Move } from "../move.ts";

const balancer = "the load balancer";

/** R4, R5, R6: where the endpoint's traffic may go, and who holds its IP. */
export function judgeTraffic(move: Move): void {
  const { before, after, world } = move;
  for (const name of move.attached) judgeAttachment(move, name);
  for (const name of move.detached) world.draining.add(name);
  for (const name of move.attached) world.draining.delete(name);
  judgeService(move);
  if (before === null) return;
  if (holder(after) === "" && holder(before) !== "") move.blame("R5", "nobody holds the endpoint's IP");
  if (holder(before) !== holder(after)) judgeMoveOfAddress(move, before);
}

/** R4: a backend's API is ready and its member votes; the first replica of a new cluster has nobody before it. */
function judgeAttachment(move: Move, name: string): void {
  if (move.before === null) return;
  if (move.created.some((replica) => replica.name === name))
    move.blame("R4", `${name} is a backend from its creation on`);
  const { world } = move;
  if (!world.etcd.voters.has(name) || world.leaving.has(name))
    move.blame("R4", `${name} becomes a backend, but does not vote`);
  if (!world.up(name)) move.blame("R4", `${name} becomes a backend, but is not healthy`);
  if (!move.proves("api-ready", name)) move.blame("R4", `nothing proves that the API of ${name} is ready`);
  if (!move.proves("member-votes", name)) move.blame("R4", `nothing proves that ${name} votes`);
}

/** The balancer sends to each of its backends, and while it holds the IP it has one that answers, if there is any. */
function judgeService(move: Move): void {
  const { before, after, world } = move;
  const zones = endpointOf(after).backendService?.zones ?? null;
  for (const name of endpointOf(after).backends) {
    const zone = world.cloud.instances.get(name)?.zone ?? "";
    if (zones === null || !zones.includes(zone)) move.blame("R4", `the balancer does not send to its backend ${name}`);
  }
  if (before === null || holder(after) !== balancer) return;
  const served = holder(before) !== balancer || endpointOf(before).backends.some((name) => world.up(name));
  if (served && !endpointOf(after).backends.some((name) => world.up(name)))
    move.blame("R5", "the balancer has no healthy backend left");
}

/** R6: the IP moves in a step of its own, to somebody who is ready, and the step says that clients notice. */
function judgeMoveOfAddress(move: Move, before: Topology): void {
  const { after, world, step } = move;
  const same = <Part>(part: (topology: Topology) => Part) =>
    JSON.stringify(part(before)) === JSON.stringify(part(after));
  if (!same((topology) => withEndpoint(topology, { address: { on: "none" } })))
    move.blame("R6", "the step that moves the IP does more than that");
  const { address, backends } = endpointOf(after);
  const ready = address.on === "replica" ? [address.name] : backends;
  if (!ready.some((name) => world.up(name) && world.etcd.voters.has(name))) {
    move.blame("R6", "the IP moves to nobody who could serve");
  }
  for (const name of ready) {
    if (world.up(name) && !move.proves("api-ready", name)) move.blame("R6", `nothing proves that ${name} can serve`);
  }
  if (holder(before) !== "" && step.endpoint.interruption === "none")
    move.blame("R5", "the step hides that the IP moves");
}

function holder(topology: Topology): string {
  const { address } = endpointOf(topology);
  return address.on === "none" ? "" : address.on === "replica" ? address.name : balancer;
}
