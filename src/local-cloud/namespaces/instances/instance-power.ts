import { rmSync } from "node:fs";
import type { Server } from "node:http";
import { join } from "node:path";
import type { DriverHost, Machine } from "../../driver.ts";
import { listen } from "../../http-server.ts";
import { ip } from "../command.ts";
import { writeEndpoint } from "../kubeconfigs.ts";
import { MetadataServer } from "../metadata/metadata-server.ts";
import type { Router } from "../network/router.ts";
import { interfaceOf, namespaceOf, type Place, sharedFolder } from "../place.ts";
import { attachDisk } from "./data-disk.ts";
import { writeInstanceFiles, writeNames } from "./instance-files.ts";
import { RunningInstance } from "./running-instance.ts";

/** Where the programs are that pretend to be a machine. */
export interface LabParts {
  /** The folder `lab` of a checkout of Quorate. */
  readonly lab: string;
  /** The folder with the programs of Kubernetes and etcd. */
  readonly kubernetes: string;
}

/** What an instance tells of itself. */
export interface PowerEvents {
  readonly booted: () => void;
  /** It has written a guest attribute. */
  readonly reported: () => void;
  /** It has ended although nobody has switched it off. */
  readonly died: () => void;
}

/** One instance with its namespace, its metadata server and, while it is switched on, its processes. */
export class InstancePower {
  readonly machine: Machine;
  readonly metadata: MetadataServer;
  readonly #host: DriverHost;
  readonly #place: Place;
  readonly #parts: LabParts;
  readonly #router: Router;
  readonly #told: PowerEvents;
  #running: RunningInstance | null = null;
  #server: Server | null = null;
  /** The addresses that are local to it, and those that shall be. */
  #local: readonly string[] = [];
  #wantedLocal: readonly string[] = [];
  /** Whether its namespace is there. */
  #attached = false;
  #work: Promise<void> = Promise.resolve();
  /** Whether somebody wants it to run. */
  #wanted = false;

  constructor(
    machine: Machine,
    { host, place, parts, router }: { host: DriverHost; place: Place; parts: LabParts; router: Router },
    told: PowerEvents,
  ) {
    this.machine = machine;
    this.#host = host;
    this.#place = place;
    this.#parts = parts;
    this.#router = router;
    this.#told = told;
    this.metadata = new MetadataServer(host, machine.id, told.reported);
  }

  get alive(): boolean {
    return this.#running?.alive ?? false;
  }

  /** Switches it on once `ready` says that its network is. */
  boot(machine: Machine, ready: Promise<unknown>): void {
    this.#wanted = true;
    this.#next(async () => {
      if (!this.#wanted || this.alive) return;
      await ready;
      const { id } = machine;
      const shared = sharedFolder(this.#place, id);
      const namespace = namespaceOf(this.#place, machine);
      // Only now: what an earlier cloud has left is swept away before the network is ready, and this folder with it.
      writeInstanceFiles(shared, machine);
      writeNames(shared, machine, this.#host.machines());
      writeEndpoint(join(this.#place.machines, id), machine);
      this.#server ??= await listen(join(shared, "cloud.sock"), (request) => this.metadata.answer(request));
      // Of an instance that has ended by itself, its namespace is still there.
      await this.#router.detach(namespace, interfaceOf(id));
      await this.#router.attach(namespace, interfaceOf(id), machine.internalIp);
      this.#attached = true;
      await ip(namespace, ["addr add 169.254.169.254/32 dev lo"]);
      this.#local = [];
      await this.#route();
      const attached = machine.disks.filter((disk) => !disk.boot).map((disk) => attachDisk(this.#place, disk));
      const disks = await Promise.all(attached);
      const bootDisk = join(this.#place.machines, id);
      const running = new RunningInstance(
        machine,
        { namespace, bootDisk, shared, disks, ...this.#parts },
        (line) => this.#say(line),
        () => this.#ended(running),
      );
      this.#running = running;
      this.#told.booted();
    });
  }

  /** Cuts its power, or lets it shut down first. */
  switchOff(how: "cut" | "shutDown"): Promise<void> {
    this.#wanted = false;
    if (how === "cut") void this.#running?.cut();
    return this.#next(async () => {
      await this.#running?.[how]();
      this.#running = null;
      this.#attached = false;
      await this.#router.detach(namespaceOf(this.#place, this.machine), interfaceOf(this.machine.id));
    });
  }

  /** Switches it off and forgets its boot disk. */
  remove(): Promise<void> {
    void this.switchOff("cut");
    return this.#next(async () => {
      this.#closeServer();
      rmSync(join(this.#place.machines, this.machine.id), { recursive: true, force: true });
      rmSync(sharedFolder(this.#place, this.machine.id), { recursive: true, force: true });
    });
  }

  /** Ends its metadata server too; what is on its disks stays. */
  async close(): Promise<void> {
    await this.switchOff("cut");
    this.#closeServer();
  }

  /** Lets it have these addresses itself: as on GCE, a backend that dials its load balancer reaches itself. */
  hold(addresses: readonly string[]): void {
    this.#wantedLocal = addresses;
    this.#next(() => this.#route());
  }

  async #route(): Promise<void> {
    if (!this.#attached) return;
    const [had, has] = [this.#local, this.#wantedLocal];
    const added = has.filter((address) => !had.includes(address));
    const gone = had.filter((address) => !has.includes(address));
    await ip(namespaceOf(this.#place, this.machine), [
      ...added.map((address) => `route replace local ${address}/32 dev lo table local`),
      ...gone.map((address) => `route delete local ${address}/32 dev lo table local`),
    ]);
    this.#local = has;
  }

  #closeServer(): void {
    this.metadata.close();
    this.#server?.closeAllConnections();
    this.#server?.close();
  }

  #ended(running: RunningInstance): void {
    if (this.#running === running && this.#wanted) this.#told.died();
  }

  #say(line: string): void {
    const exists = this.#host.machines().some(({ id }) => id === this.machine.id);
    if (exists) this.#host.writeSerial(this.machine, line);
  }

  #next(work: () => Promise<void>): Promise<void> {
    this.#work = this.#work.then(work).catch((error: unknown) => {
      const why = error instanceof Error ? error.message : String(error);
      this.#say(`local cloud: ${why}`);
      process.stderr.write(`${this.machine.name}: ${why}\n`);
    });
    return this.#work;
  }
}
