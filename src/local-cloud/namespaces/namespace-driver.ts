import { rmSync } from "node:fs";
import * as z from "zod";
import { statusAttribute } from "../../topology/status-report.ts";
import type { Driver, DriverFactory, DriverHost, Machine } from "../driver.ts";
import type { ClusterFact } from "../facts.ts";
import type { DriverEvent } from "../journal.ts";
import { clusterName } from "../simulation/told.ts";
import { dropDisks, resizeDisk } from "./instances/data-disk.ts";
import { writeNames } from "./instances/instance-files.ts";
import { InstancePower, type LabParts } from "./instances/instance-power.ts";
import { NetworkApply } from "./network/network-apply.ts";
import { placeFor, sharedFolder } from "./place.ts";
import {
  eventsBetween,
  parseReport,
  type Report,
  type ReportedCluster,
  reportedClusterShape,
  reportedClusters,
} from "./status-facts.ts";
import { sweep } from "./sweep.ts";

const driver = "namespaces";
const savedShape = z.object({ driver: z.literal(driver), clusters: z.array(reportedClusterShape) });

export interface NamespaceDriverOptions extends LabParts {
  /** The local cloud's state directory; disks are kept there too. */
  readonly directory: string;
}

/**
 * A driver whose instances run: each in namespaces of its own, with the startup script of its metadata, its disks, and a
 * network in which firewall rules and load balancers are real. Needs root, and the programs that `ensure-lab` installs.
 */
export function namespaceDriver({ directory, ...parts }: NamespaceDriverOptions): DriverFactory {
  return (host, saved) => new NamespaceDriver(host, parts, directory, saved);
}

class NamespaceDriver implements Driver {
  readonly #host: DriverHost;
  readonly #place: ReturnType<typeof placeFor>;
  readonly #parts: LabParts;
  readonly #network: NetworkApply;
  readonly #instances = new Map<string, InstancePower>();
  readonly #reports = new Map<string, Report>();
  readonly #bootedAt = new Map<string, number>();
  #clusters: readonly ReportedCluster[] = [];
  #stopped = false;

  constructor(host: DriverHost, parts: LabParts, directory: string, saved: unknown) {
    this.#host = host;
    this.#parts = parts;
    this.#place = placeFor(directory);
    if (saved === undefined)
      for (const folder of [this.#place.machines, this.#place.disks]) rmSync(folder, { recursive: true, force: true });
    else this.#clusters = restored(saved);
    this.#network = new NetworkApply(this.#place, host.clock, () => host.network(), sweep(this.#place));
    for (const machine of host.machines()) this.created(machine);
    this.changed();
  }

  created(machine: Machine): void {
    const power = new InstancePower(
      machine,
      { host: this.#host, place: this.#place, parts: this.#parts, router: this.#network.router },
      {
        booted: () => {
          this.#bootedAt.set(machine.id, this.#host.clock.now());
          this.#record(machine, "booted");
        },
        reported: () => this.#reported(machine),
        died: () => this.#ended(machine, "its first process ended"),
      },
    );
    this.#instances.set(machine.id, power);
    if (machine.running) this.#boot(machine, power);
  }

  deleted(machine: Machine): void {
    void this.#instances.get(machine.id)?.remove();
    this.#instances.delete(machine.id);
    this.#ended(machine, "the instance was deleted");
  }

  started(machine: Machine): void {
    const power = this.#instances.get(machine.id);
    if (power !== undefined) this.#boot(machine, power);
  }

  stopped(machine: Machine): void {
    void this.#instances.get(machine.id)?.switchOff("shutDown");
    this.#ended(machine);
  }

  metadataChanged(): void {}

  membershipChanged(): void {}

  changed(): void {
    const machines = this.#host.machines();
    const { balancers } = this.#host.network();
    void this.#network.update();
    for (const power of this.#instances.values()) {
      const { id } = power.machine;
      writeNames(sharedFolder(this.#place, id), power.machine, machines);
      power.hold(balancers.filter(({ backends }) => backends.includes(id)).map(({ ip }) => ip));
      power.metadata.changed();
    }
    dropDisks(this.#place, (id) => this.#host.diskExists(id));
    for (const disk of machines.flatMap((machine) => machine.disks.filter(({ boot }) => !boot)))
      void resizeDisk(this.#place, disk).catch((error: unknown) => process.stderr.write(`disk: ${error}\n`));
  }

  kill(machine: Machine): void {
    void this.#instances.get(machine.id)?.switchOff("cut");
    this.#ended(machine, undefined, "killed");
  }

  clusters(): readonly ClusterFact[] {
    return this.#clusters.map(({ leader: _leader, votingSince: _since, ...fact }) => fact);
  }

  snapshot(): unknown {
    return { driver, clusters: this.#clusters };
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await Promise.all([...this.#instances.values()].map((power) => power.close()));
    await this.#network.close();
    await sweep(this.#place);
  }

  #boot(machine: Machine, power: InstancePower): void {
    power.boot(machine, this.#network.update());
  }

  #ended(machine: Machine, detail?: string, event: "stopped" | "killed" = "stopped"): void {
    if (this.#stopped) return;
    this.#reports.delete(machine.id);
    this.#clusters = reportedClusters([...this.#reports.values()], this.#clusters);
    this.#record(machine, event, detail);
  }

  #reported(machine: Machine): void {
    const text = this.#host.guestAttributes(machine)[statusAttribute];
    const report = parseReport(machine, text, {
      at: this.#host.clock.now(),
      bootedAt: this.#bootedAt.get(machine.id) ?? 0,
      earlier: this.#reports.get(machine.id),
    });
    if (report === undefined || !this.#instances.get(machine.id)?.alive) return;
    this.#reports.set(machine.id, report);
    const before = this.#clusters;
    this.#clusters = reportedClusters([...this.#reports.values()], before);
    for (const cluster of this.#clusters) {
      const same = ({ project, name }: ReportedCluster) => project === cluster.project && name === cluster.name;
      for (const event of eventsBetween(before.find(same), cluster)) this.#host.record(event);
    }
  }

  #record(machine: Machine, event: DriverEvent["event"], detail?: string): void {
    const cluster = clusterName(machine);
    if (cluster === null) return;
    const { project, name } = machine;
    this.#host.record({ event, project, cluster, subject: name, ...(detail === undefined ? {} : { detail }) });
  }
}

function restored(saved: unknown): readonly ReportedCluster[] {
  const state = savedShape.safeParse(saved);
  if (state.success) return state.data.clusters;
  throw new Error("The instances of this local cloud were simulated: empty it first, with `quorate local reset`.");
}
