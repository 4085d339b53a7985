import { statusAttribute } from "../../topology/status-report.ts";
import type { CancelTimer } from "../clock.ts";
import type { DriverFactory, Machine } from "../driver.ts";
import { bootstrap } from "./bootstrap.ts";
import { type ChangeTimes, lead } from "./leader.ts";
import { statusReport } from "./status.ts";
import { clusterName } from "./told.ts";
import { type SimulatedReplica, type SimulationState, World } from "./world.ts";

/** How long things take in the simulation, in milliseconds. */
export interface SimulationTimes extends ChangeTimes {
  readonly bootMs: number;
  /** From leaving the load balancer to having no traffic left. */
  readonly drainMs: number;
  /** Between two reports of a replica. */
  readonly reportMs: number;
}

const defaults: SimulationTimes = { bootMs: 300, joinMs: 300, removeMs: 200, drainMs: 200, reportMs: 200 };
const longestTickMs = 50;

/**
 * A driver that only simulates what control planes do as far as quorum goes: replicas boot, join, report, drain and
 * die, but no program runs. Times that are not given have their defaults.
 */
export function simulatedDriver(given: Partial<SimulationTimes> = {}): DriverFactory {
  return (host, saved) => {
    const times = { ...defaults, ...given };
    if (Object(saved)["driver"] !== undefined)
      throw new Error(
        "The instances of this local cloud were not simulated: empty it first, with `quorate local reset`.",
      );
    const world = new World(host, saved as SimulationState | undefined);
    const tickMs = Math.max(1, Math.min(longestTickMs, ...Object.values(times)));
    let cancel: CancelTimer | null = null;

    function wake(): void {
      if (cancel !== null || world.replicas.size === 0) return;
      cancel = host.clock.after(tickMs, () => {
        cancel = null;
        tick(world, times);
        wake();
      });
    }

    wake();
    return {
      created: (machine) => {
        power(world, machine);
        wake();
      },
      started: (machine) => power(world, machine),
      stopped: (machine) => {
        power(world, machine);
        if (world.replicas.has(machine.id)) world.record(machine, "stopped");
      },
      deleted: (machine) => {
        if (world.replicas.delete(machine.id)) world.record(machine, "stopped", "the instance was deleted");
      },
      metadataChanged: () => {},
      membershipChanged: (machine) => {
        const replica = world.replicas.get(machine.id);
        const idleSince = machine.loadBalanced ? null : world.now();
        if (replica !== undefined) world.replicas.set(machine.id, { ...replica, idleSince });
      },
      changed: () => {},
      kill: (machine) => {
        world.enter(machine, "dead");
        if (world.replicas.has(machine.id)) world.record(machine, "killed");
      },
      clusters: () => world.clusterFacts(),
      snapshot: () => world.snapshot(),
      stop: () => cancel?.(),
    };
  };
}

/** Everything that is due by now happens. */
function tick(world: World, times: SimulationTimes): void {
  const inPhase = (phase: SimulatedReplica["phase"]) =>
    world.machines().filter((machine) => world.replicas.get(machine.id)?.phase === phase);
  for (const machine of inPhase("booting")) boot(world, machine, times);
  for (const key of world.clusters.keys()) lead(world, key, times);
  for (const machine of inPhase("waiting")) bootstrap(world, machine);
  for (const machine of world.machines()) report(world, machine, times);
}

/** An instance is switched on or off. Instances that belong to no cluster are left alone. */
function power(world: World, machine: Machine): void {
  if (clusterName(machine) === null) return;
  const now = world.now();
  const old = world.replicas.get(machine.id);
  world.replicas.set(machine.id, {
    phase: machine.running ? "booting" : "off",
    since: now,
    sequence: old?.sequence ?? 0,
    reportedAt: 0,
    idleSince: machine.loadBalanced ? null : (old?.idleSince ?? now),
    waitsFor: "",
  });
}

function boot(world: World, machine: Machine, { bootMs }: SimulationTimes): void {
  if (world.now() - (world.replicas.get(machine.id)?.since ?? 0) < bootMs) return;
  world.host.writeSerial(machine, "quorate: booted (a simulation: neither kubeadm nor etcd runs here)");
  world.enter(machine, world.dataOf(machine) === undefined ? "waiting" : "running");
  world.record(machine, "booted");
}

function report(world: World, machine: Machine, { reportMs, drainMs }: SimulationTimes): void {
  const replica = world.replicas.get(machine.id);
  const now = world.now();
  if (replica === undefined || !["waiting", "running", "halted"].includes(replica.phase)) return;
  if (now - replica.reportedAt < reportMs) return;
  const reported = { ...replica, sequence: replica.sequence + 1, reportedAt: now };
  world.replicas.set(machine.id, reported);
  const drained = replica.idleSince !== null && now - replica.idleSince >= drainMs;
  world.host.writeGuestAttribute(
    machine,
    statusAttribute,
    JSON.stringify(statusReport(world, machine, reported, drained)),
  );
}
