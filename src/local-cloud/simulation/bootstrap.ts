import { gceName, metadataKey, secrets } from "../../topology/names.ts";
import { CloudError } from "../cloud-error.ts";
import type { Machine } from "../driver.ts";
import { addMember, elect, hasQuorum, refusalToAdd } from "./etcd.ts";
import { clusterName } from "./told.ts";
import { diskOf, type World } from "./world.ts";

/** An instance with an empty data disk becomes a member: it initialises its cluster, joins it, waits, or halts. */
export function bootstrap(world: World, machine: Machine): void {
  const role = machine.metadata[metadataKey.role];
  if (role === "init") initialise(world, machine);
  else if (role === "join") join(world, machine);
  else halt(world, machine, `${metadataKey.role} is '${role ?? ""}', neither init nor join`);
}

/** Only while the CA secret has no version, or where this instance has begun already; its keys go to Secret Manager. */
function initialise(world: World, machine: Machine): void {
  const cluster = clusterName(machine) ?? "";
  try {
    const ca = gceName.secret(cluster, "ca");
    if (!world.begun.has(diskOf(machine)) && hasVersion(world, machine, ca)) {
      halt(world, machine, `the secret ${ca} has a version: the cluster is initialised already`);
      return;
    }
    world.begun.add(diskOf(machine));
    for (const secret of secrets) {
      const name = gceName.secret(cluster, secret);
      if (!hasVersion(world, machine, name))
        world.host.addSecretVersion(machine, name, `simulated ${secret} key of ${cluster}\n`);
    }
  } catch (error) {
    if (!(error instanceof CloudError)) throw error;
    wait(world, machine, error.message);
    return;
  }
  world.clusters.delete(world.keyOf(machine));
  become(world, machine, "initialised");
}

/** As a learner. A member of its name that exists already would be an amnesiac's: then it halts. */
function join(world: World, machine: Machine): void {
  const key = world.keyOf(machine);
  const etcd = world.etcd(key);
  const alive = world.alive(key);
  const refusal = refusalToAdd(etcd, alive);
  if (hasQuorum(etcd, alive) && etcd.members.some((member) => member.name === machine.name))
    halt(world, machine, `etcd has a member ${machine.name} already, and the data disk is empty`);
  else if (refusal === null) become(world, machine, "learner-added");
  else wait(world, machine, refusal);
}

function become(world: World, machine: Machine, event: "initialised" | "learner-added"): void {
  const key = world.keyOf(machine);
  const [etcd, member] = addMember(world.etcd(key), `${key}/${machine.id}`, machine.name, world.now());
  world.data.set(diskOf(machine), { cluster: key, memberId: member.id });
  world.enter(machine, "running");
  world.clusters.set(key, elect(etcd, world.alive(key)));
  world.host.writeSerial(machine, `quorate: ${event}, member ${member.id}`);
  world.record(machine, event);
}

function hasVersion(world: World, machine: Machine, secret: string): boolean {
  try {
    world.host.readSecret(machine, secret);
    return true;
  } catch (error) {
    if (error instanceof CloudError && error.code === 404 && error.message.includes("/versions/")) return false;
    throw error;
  }
}

/** Says why it waits, once for each reason. */
function wait(world: World, machine: Machine, waitsFor: string): void {
  const replica = world.replicas.get(machine.id);
  if (replica === undefined || replica.waitsFor === waitsFor) return;
  world.replicas.set(machine.id, { ...replica, waitsFor });
  world.host.writeSerial(machine, `quorate: waiting: ${waitsFor}`);
}

function halt(world: World, machine: Machine, why: string): void {
  world.enter(machine, "halted");
  world.host.writeSerial(machine, `quorate: stopped: ${why}`);
  world.record(machine, "halted", why);
}
