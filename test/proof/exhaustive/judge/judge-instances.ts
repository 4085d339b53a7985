import type { Disk, Replica, Topology } from "../../../../src/topology/topology.ts";
import { endpointOf } from "../../../kit/cluster/cluster-fixture.ts";
import type { Move } from "../move.ts";

/** R3, R7, R9, R12: which instances and disks a step creates, deletes, changes. */
export function judgeInstances(move: Move): void {
  const { before, after, created, deleted, changed } = move;
  if (after.replicas.length === 0) move.blame("R7", "no replica is left");
  if (deleted.length > 1) move.blame("R3", `${deleted.length} instances are deleted at once`);
  if (created.length > 1 && !move.creating) move.blame("R1", `${created.length} instances are created at once`);
  for (const { name } of deleted) judgeDeletion(move, name);
  for (const replica of created) judgeCreation(move, replica);
  for (const [was, is] of changed) judgeChange(move, was, is);
  const stopped = changed.filter(([was, is]) => stops(was, is));
  if (stopped.length > 1) move.blame("R12", `${stopped.length} replicas are stopped at once`);
  for (const [was] of stopped) judgeStop(move, was.name);
  for (const [was, is] of changed) if (stops(was, is) || (!was.running && is.running)) move.world.restart(is.name);
  if (before === null && created.length !== 1) move.blame("R7", "a cluster begins with one replica");
}

/** R3: the instance goes last, when its member and its traffic are known to be gone, and its disk goes with it. */
function judgeDeletion(move: Move, name: string): void {
  const { before, after, world } = move;
  if (world.etcd.has(name)) move.blame("R3", `${name} is deleted while etcd has it as a member`);
  if (!move.proves("member-absent", name)) move.blame("R3", `nothing proves that the member ${name} is gone`);
  if (endpointOf(before).backends.includes(name)) move.blame("R3", `${name} is deleted while it is a backend`);
  if (holds(before, name)) move.blame("R5", `${name} is deleted with the IP`);
  if (after.remains.some((left) => left.name === name)) move.blame("R3", `the disk of ${name} stays behind`);
}

/** R9, and that only the very first instance may start a new etcd cluster. */
function judgeCreation(move: Move, { name, role }: Replica): void {
  const { before, after } = move;
  if (before?.remains.some((left) => left.name === name)) move.blame("R9", `${name} would find an old disk`);
  const told = [...(before?.remove ?? []), ...after.remove];
  if (told.includes(name)) move.blame("R3", `${name} is created while replicas are told to remove its name`);
  const right = before === null ? "init" : "join";
  if (role !== right) move.blame("R9", `${name} is created to ${role}, not to ${right}`);
}

/** What GCE cannot change on an instance would be its replacement, with everything on it. */
function judgeChange(move: Move, was: Replica, is: Replica): void {
  const fixed = was.zone === is.zone && was.image === is.image && was.bootDisk.type === is.bootDisk.type;
  if (!fixed || was.etcdDisk.type !== is.etcdDisk.type) move.blame("R3", `${is.name} would be replaced in one step`);
  if (was.role !== is.role || was.kubernetesVersion !== is.kubernetesVersion) {
    move.blame("R9", `${is.name} would become another replica in place`);
  }
  const shrinks = (a: Disk, b: Disk) => b.sizeGb < a.sizeGb;
  if (shrinks(was.etcdDisk, is.etcdDisk)) move.blame("cloud", `the disk of ${is.name} cannot shrink`);
}

function stops(was: Replica, is: Replica): boolean {
  return (was.running && !is.running) || (was.running && was.machineType !== is.machineType);
}

/**
 * R12: a voter is stopped alone, drained, with the leader elsewhere and a quorum of all without it. Where one or two
 * vote there is no such quorum; the outage then has to be accepted and named, and draining would not help anybody.
 */
function judgeStop(move: Move, name: string): void {
  const { before, world, step } = move;
  const { etcd } = world;
  const quorumStays = etcd.healthy(name) * 2 > etcd.voters.size;
  if (etcd.learners.size + world.leaving.size > 0) move.blame("R12", `${name} stops while membership changes`);
  if (move.joining.length + move.leaving.length > 0)
    move.blame("R12", `${name} stops in a step that changes membership`);
  if (!quorumStays && !(move.acceptOutage && etcd.voters.size <= 2)) {
    move.blame("R12", `${name} stops, and the others are no quorum of all`);
  }
  if (quorumStays && !move.proves("quorum-while-down", name))
    move.blame("R12", `nothing proves a quorum without ${name}`);
  if (quorumStays && !move.proves("not-leader", name)) move.blame("R12", `nothing proves that ${name} does not lead`);
  if (quorumStays && endpointOf(before).backends.includes(name))
    move.blame("R12", `${name} stops while it is a backend`);
  if (quorumStays && world.draining.has(name)) move.blame("R12", `nothing has proved that ${name} is drained`);
  const outage = !quorumStays || holds(before, name);
  if (outage && step.endpoint.interruption !== "outage") move.blame("R12", `the step hides the outage of ${name}`);
}

/** Whether this replica holds the endpoint's IP. */
function holds(topology: Topology | null, name: string): boolean {
  const { address } = endpointOf(topology);
  return address.on === "replica" && address.name === name;
}
