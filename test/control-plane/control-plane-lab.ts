import { type ChildProcess, execFile, spawn } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { promisify } from "node:util";
import { ensureKubernetes } from "../../scripts/kubernetes/programs.ts";
import { ensurePackages } from "../../scripts/lab/packages.ts";
import { clientKubeconfigs } from "../../src/local-cloud/namespaces/kubeconfigs.ts";
import { namespaceDriver } from "../../src/local-cloud/namespaces/namespace-driver.ts";
import { type Place, placeFor, sharedNamespaces } from "../../src/local-cloud/namespaces/place.ts";
import { parseRequests, type Request } from "../../src/rehearse/request.ts";
import { region, type Wanted } from "../workflow/cluster-text.ts";
import { ask, compute, expectedRest, factsOf, restOf } from "../workflow/inventory.ts";
import type { Run } from "../workflow/run.ts";
import { Workbench } from "../workflow/workbench.ts";

const lab = join(import.meta.dirname, "../../lab");
const program = join(import.meta.dirname, "../../src/cli.ts");
const log = (line: string) => void process.stderr.write(`${line}\n`);
const gateSeconds = "300";
const patienceMs = 180_000;
/** A run of several steps with real control planes, on a machine that does other things too. */
export const patience = 1_200_000;

/** Who plays the instances: real control planes in namespaces, or a simulation, in which nobody serves clients. */
export type Players = "namespaces" | "simulation";

/** Control planes, `quorate` to change them, and where they are real kubectl and clients that write and read all the time. */
export class ControlPlaneLab {
  readonly players: Players;
  readonly bench: Workbench;
  readonly place: Place;
  readonly #kubernetes: string;
  #load: ChildProcess | undefined;
  #printed = "";

  private constructor(players: Players, bench: Workbench, kubernetes: string) {
    this.players = players;
    this.bench = bench;
    this.#kubernetes = kubernetes;
    this.place = placeFor(join(bench.directory, "cloud"));
  }

  static async open(players: Players = "namespaces"): Promise<ControlPlaneLab> {
    if (players === "simulation") return new ControlPlaneLab(players, await Workbench.open(), "");
    await ensurePackages(log);
    const kubernetes = await ensureKubernetes({ log });
    const bench = await Workbench.open((directory) => namespaceDriver({ directory, lab, kubernetes }));
    return new ControlPlaneLab(players, bench, kubernetes);
  }

  async close(): Promise<void> {
    this.#load?.kill("SIGKILL");
    await this.bench.close();
  }

  start(...words: readonly string[]): Run {
    return this.bench.start([...words, "--yes", "--gate-timeout", gateSeconds], {}, patience);
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
      if (Date.now() > deadline)
        throw new Error(`It does not come to this: ${typeof what === "string" ? what : what()}${failure}`);
    }
  }

  /** What kubectl prints, run outside and through the endpoint; throws when it fails. */
  kubectl(...words: readonly string[]): Promise<string> {
    return this.kubectlAs(this.#kubeconfig(), ...words);
  }

  async kubectlAs(kubeconfig: string, ...words: readonly string[]): Promise<string> {
    const path = join(this.bench.directory, "kubeconfig");
    await writeFile(path, kubeconfig, { mode: 0o600 });
    const kubectl = [join(this.#kubernetes, "kubectl"), "--kubeconfig", path, "--request-timeout=5s"];
    return (await promisify(execFile)("nsenter", [this.#outside, "--", ...kubectl, ...words])).stdout.trim();
  }

  /** Lets clients write and read through the endpoint, from now to `stopClients`. */
  async startClients(): Promise<void> {
    const path = join(this.bench.directory, "load.kubeconfig");
    await writeFile(path, this.#kubeconfig(), { mode: 0o600 });
    const load = spawn("nsenter", [this.#outside, "--", process.execPath, program, "local", "load"], {
      env: { ...process.env, KUBECONFIG: path },
      stdio: ["pipe", "pipe", "inherit"],
    });
    load.stdout.setEncoding("utf8").on("data", (text: string) => {
      this.#printed += text;
    });
    this.#load = load;
    await this.until("clients write", async () => this.history.some(({ error }) => error === null));
  }

  /** Ends the clients, and answers the names of the objects of theirs that are there. */
  async stopClients(): Promise<ReadonlySet<string>> {
    const load = this.#load;
    if (load !== undefined) {
      const closed = new Promise((resolve) => load.once("close", resolve));
      load.stdin?.end();
      await closed;
    }
    const found = await this.kubectl("get", "configmaps", "--namespace=quorate-rehearsal", "--output=name");
    return new Set(found.split("\n").map((name) => name.replace("configmap/", "")));
  }

  /** Every request of the clients so far. */
  get history(): readonly Request[] {
    return parseRequests(this.#printed);
  }

  /** The living voter that says of itself that it leads etcd, other than `except`; null while there is none. */
  async leader(except?: string): Promise<string | null> {
    const alive = (await factsOf(this.bench.cloud)).clusters[0]?.aliveVoters ?? [];
    for (const name of alive) if (name !== except && (await this.report(name))["role"] === "leader") return name;
    return null;
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

  async internalIp(name: string): Promise<string> {
    return Object(await this.#ask(name))["networkInterfaces"][0].networkIP;
  }

  /** Stops an instance and starts it again, with its disks. */
  async restart(name: string): Promise<void> {
    for (const verb of ["stop", "start"])
      await ask(this.bench.cloud, compute(`zones/${zoneOf(name)}/instances/${name}/${verb}`), "POST");
  }

  #ask(name: string, what = ""): Promise<Record<string, unknown>> {
    return ask(this.bench.cloud, compute(`zones/${zoneOf(name)}/instances/${name}${what}`));
  }

  #kubeconfig(): string {
    return clientKubeconfigs(this.place)[0]?.kubeconfig ?? "";
  }

  get #outside(): string {
    return `--net=/run/netns/${sharedNamespaces(this.place).client}`;
  }
}

/** The zone whose letter a replica's name has, as `clusterText` names them. */
function zoneOf(name: string): string {
  return `${region}-${/-([a-z])\d*$/.exec(name)?.[1]}`;
}
