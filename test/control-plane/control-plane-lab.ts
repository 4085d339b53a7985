import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { TimedTerraform } from "../../bench/timed-terraform.ts";
import { ensureKubernetes } from "../../scripts/kubernetes/programs.ts";
import { ensurePackages } from "../../scripts/lab/packages.ts";
import { LabClients } from "../../src/cli/rehearse/lab-clients.ts";
import { namespaceDriver } from "../../src/local-cloud/namespaces/namespace-driver.ts";
import { type Place, placeFor } from "../../src/local-cloud/namespaces/place.ts";
import { region, type Wanted } from "../kit/cluster/cluster-text.ts";
import { ask, carryOut, compute, expectedRest, factsOf, restOf } from "../kit/journal/inventory.ts";
import type { Run } from "../kit/run/run.ts";
import { Workbench } from "../kit/run/workbench.ts";
import { type Inhabitant, inside } from "./inside.ts";

const lab = join(import.meta.dirname, "../../lab");
const program = join(import.meta.dirname, "../../src/cli.ts");
const log = (line: string) => void process.stderr.write(`${line}\n`);
const gateSeconds = "300";
const patienceMs = 180_000;

const consoleLines = 15;
/** A run of several steps with real control planes, on a machine that does other things too. */
export const patience = 1_200_000;

/** Who plays the instances: real control planes in namespaces, or a simulation, in which nobody serves clients. */
export type Players = "namespaces" | "simulation";

/** Control planes, `quorate` to change them, and where they are real kubectl and clients that write and read all the time. */
export class ControlPlaneLab {
  readonly players: Players;
  readonly bench: Workbench;
  readonly place: Place;
  readonly terraform: TimedTerraform;
  readonly #clients: LabClients | undefined;

  private constructor(players: Players, bench: Workbench, terraform: TimedTerraform, kubernetes?: string) {
    this.players = players;
    this.bench = bench;
    this.terraform = terraform;
    this.place = placeFor(join(bench.directory, "cloud"));
    if (kubernetes !== undefined)
      this.#clients = new LabClients({ place: this.place, kubernetes, program, directory: bench.directory });
  }

  static async open(players: Players = "namespaces"): Promise<ControlPlaneLab> {
    if (players === "simulation") {
      const bench = await Workbench.open();
      return new ControlPlaneLab(players, bench, await TimedTerraform.in(bench.directory));
    }
    await ensurePackages(log);
    const kubernetes = await ensureKubernetes({ log });
    const bench = await Workbench.open({
      driver: (directory) => namespaceDriver({ directory, lab, kubernetes }),
      provider: "whole",
    });
    return new ControlPlaneLab(players, bench, await TimedTerraform.in(bench.directory), kubernetes);
  }

  async close(): Promise<void> {
    this.#clients?.kill();
    await this.bench.close();
  }

  start(...words: readonly string[]): Run {
    return this.bench.start(
      [...words, "--yes", "--gate-timeout", gateSeconds],
      { QUORATE_TERRAFORM: this.terraform.path },
      patience,
    );
  }

  /** Runs `quorate` to its end and answers what it said; throws when it fails. */
  async quorate(...words: readonly string[]): Promise<string> {
    const { code, stdout, stderr } = await this.start(...words).ended;
    if (code !== 0) throw new Error(`${words.join(" ")} ended with ${code}:\n${stdout}\n${stderr}`);
    return stdout;
  }

  /** Writes the file, applies it, and waits until the cluster is at rest as the file wants it. */
  async apply(wanted: Wanted): Promise<void> {
    await this.quorate("apply", await this.bench.write(wanted));
    await this.rest(wanted);
  }

  /** Waits until the cluster is at rest as the file wants it. */
  async rest(wanted: Wanted): Promise<void> {
    const expected = JSON.stringify(expectedRest(wanted.zones, wanted));
    let found = "";
    await this.until(
      () => `its members are at rest; found ${found}, expected ${expected}`,
      async () => {
        found = JSON.stringify(await restOf(this.bench.cloud));
        return found === expected;
      },
    );
  }

  /** Waits, for a bounded time, until something holds. What fails meanwhile, as an API that is not up yet does, is no end. */
  async until(what: string | (() => string), holds: () => Promise<boolean>): Promise<void> {
    for (const deadline = Date.now() + patienceMs; ; await pause(200)) {
      let failure = "";
      const held = await holds().catch((error: unknown) => {
        failure = `\n${error instanceof Error ? error.message : String(error)}`;
        return false;
      });
      if (held) return;
      if (Date.now() > deadline) {
        const words = await this.#lastWords().catch((error: unknown) => String(error));
        throw new Error(`It does not come to this: ${typeof what === "string" ? what : what()}${failure}\n${words}`);
      }
    }
  }

  /** Who reaches the cluster from outside. */
  get clients(): LabClients {
    if (this.#clients === undefined) throw new Error("Nobody is served by a simulation");
    return this.#clients;
  }

  /** The living voter that says of itself that it leads etcd, other than `except`; null while there is none. */
  async leader(except?: string): Promise<string | null> {
    const alive = (await factsOf(this.bench.cloud)).clusters[0]?.aliveVoters ?? [];
    for (const name of alive) if (name !== except && (await this.report(name))["role"] === "leader") return name;
    return null;
  }

  /** Whether a replica has begun to join etcd. It reports every few seconds only, and may learn and vote in between. */
  async joins(name: string): Promise<boolean> {
    if (this.players === "namespaces") return (await this.lastBoot(name)).includes("[etcd] ");
    return (await factsOf(this.bench.cloud)).clusters[0]?.learners.includes(name) ?? false;
  }

  /** What a replica has reported last. */
  async report(name: string): Promise<Record<string, unknown>> {
    const { queryValue } = await this.#ask(name, "/getGuestAttributes?queryPath=quorate/status");
    return JSON.parse(Object(queryValue)["items"][0].value);
  }

  /** What an instance has said on its serial console since it booted last. */
  async lastBoot(name: string): Promise<string> {
    const contents = String((await this.#ask(name, "/serialPort?port=1"))["contents"]);
    return contents.slice(contents.lastIndexOf("Booting "));
  }

  async instance(name: string): Promise<Inhabitant> {
    return { id: String((await this.#ask(name))["id"]), name };
  }

  async internalIp(name: string): Promise<string> {
    return Object(await this.#ask(name))["networkInterfaces"][0].networkIP;
  }

  /** Stops an instance and starts it again, with its disks. */
  async restart(name: string): Promise<void> {
    for (const verb of ["stop", "start"])
      await carryOut(this.bench.cloud, `zones/${zoneOf(name)}/instances/${name}/${verb}`);
  }

  /** What each voter and its kubelet have said last. */
  async #lastWords(): Promise<string> {
    if (this.players === "simulation") return "";
    const voters = (await factsOf(this.bench.cloud)).clusters[0]?.voters ?? [];
    const words = voters.map(async (name) => {
      const log = "tail --lines=5 /var/log/units/kubelet.service.log";
      const kubelet = await inside(this.place, await this.instance(name), log).catch(String);
      const console = (await this.lastBoot(name)).trimEnd().split("\n").slice(-consoleLines);
      return [`${name} has said:`, ...console, "and its kubelet:", kubelet].join("\n");
    });
    return (await Promise.all(words)).join("\n");
  }

  #ask(name: string, what = ""): Promise<Record<string, unknown>> {
    return ask(this.bench.cloud, compute(`zones/${zoneOf(name)}/instances/${name}${what}`));
  }
}

/** The zone whose letter a replica's name has, as `clusterText` names them. */
function zoneOf(name: string): string {
  return `${region}-${/-([a-z])\d*$/.exec(name)?.[1]}`;
}
