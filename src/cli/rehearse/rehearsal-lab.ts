import { spawn } from "node:child_process";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as pause } from "node:timers/promises";
import * as z from "zod";
import type { ClusterSpec } from "../../cluster/cluster-spec.ts";
import type { JournalEntry } from "../../local-cloud/journal.ts";
import { type LocalCloud, startLocalCloud } from "../../local-cloud/local-cloud.ts";
import { connectAgain, cutOff } from "../../local-cloud/namespaces/cut-off.ts";
import { namespaceDriver } from "../../local-cloud/namespaces/namespace-driver.ts";
import { type Place, placeFor } from "../../local-cloud/namespaces/place.ts";
import { sweep } from "../../local-cloud/namespaces/sweep.ts";
import { momentOf } from "../../rehearse/moments.ts";
import type { Moment } from "../../rehearse/rehearsal.ts";
import { parseStatus, statusAttribute } from "../../topology/status-report.ts";
import { LabError, type LabParts } from "../local/lab.ts";
import { LabClients } from "./lab-clients.ts";
import { rehearsalFile } from "./rehearsal-file.ts";

const program = resolve(process.argv[1] ?? "");
const patienceMs = 60_000;
const pauseMs = 100;
const instance = z.object({ networkInterfaces: z.tuple([z.object({ networkIP: z.string() })]) });
const operation = z.object({ status: z.string(), selfLink: z.string() });
const guestAttribute = z.object({ queryValue: z.object({ items: z.tuple([z.object({ value: z.string() })]) }) });

/** A local cloud of its own with real control planes, Quorate to change them, and clients that write and read. */
export class RehearsalLab {
  readonly cloud: LocalCloud;
  readonly clients: LabClients;
  readonly #place: Place;
  readonly #directory: string;

  private constructor(cloud: LocalCloud, place: Place, clients: LabClients, directory: string) {
    this.cloud = cloud;
    this.#place = place;
    this.clients = clients;
    this.#directory = directory;
  }

  /** Opens an empty one in a folder, where nothing of an earlier one stays. */
  static async open(folder: string, parts: LabParts): Promise<RehearsalLab> {
    const directory = resolve(folder);
    const kept = join(directory, "cloud");
    const place = placeFor(kept);
    await sweep(place);
    await rm(directory, { recursive: true, force: true });
    await mkdir(directory, { recursive: true });
    const cloud = await startLocalCloud({ directory: kept, driver: namespaceDriver({ directory: kept, ...parts }) });
    const clients = new LabClients({ place, kubernetes: parts.kubernetes, program, directory });
    return new RehearsalLab(cloud, place, clients, directory);
  }

  async close(): Promise<void> {
    this.clients.kill();
    await this.cloud.stop();
    await rm(this.#directory, { recursive: true, force: true });
  }

  /** Runs `quorate apply` to its end; whether it succeeded. Its lines are told as they come. */
  async apply(text: string, gateSeconds: number, tell: (line: string) => void): Promise<boolean> {
    await writeFile(join(this.#directory, "cluster.yaml"), rehearsalFile(text));
    const words = [program, "apply", "cluster.yaml", "--yes", "--gate-timeout", String(gateSeconds)];
    const child = spawn(process.execPath, words, {
      cwd: this.#directory,
      env: { ...process.env, ...this.cloud.environment() },
      stdio: ["ignore", "pipe", "pipe"],
    });
    for (const stream of [child.stdout, child.stderr]) createInterface({ input: stream }).on("line", tell);
    return new Promise((done, failed) => {
      child.once("error", failed);
      child.once("close", (code) => done(code === 0));
    });
  }

  journal(): readonly JournalEntry[] {
    return this.cloud.journal();
  }

  /** The cluster as it is now. */
  async look({ name }: ClusterSpec): Promise<Moment> {
    const answer: unknown = await (
      await fetch(`${this.cloud.url}/local/v1/journal?since=${Number.MAX_SAFE_INTEGER}`)
    ).json();
    return momentOf(Object(answer)["facts"], name, Date.now());
  }

  /** The replica that says of itself that it leads etcd; null while none does. */
  async leader(spec: ClusterSpec): Promise<string | null> {
    for (const { name } of spec.controlPlane.replicas) {
      const answer = await this.#call("GET", `${pathOf(spec, name)}/getGuestAttributes?queryPath=${statusAttribute}`);
      const found = guestAttribute.safeParse(answer);
      if (found.success && parseStatus(found.data.queryValue.items[0].value)?.role === "leader") return name;
    }
    return null;
  }

  /** Stops an instance and starts it again, with its disks. */
  async restart(spec: ClusterSpec, name: string): Promise<void> {
    for (const verb of ["stop", "start"]) {
      let answer = operation.parse(await this.#call("POST", `${pathOf(spec, name)}/${verb}`));
      for (const deadline = Date.now() + patienceMs; answer.status !== "DONE"; await pause(pauseMs)) {
        if (Date.now() > deadline) throw new LabError(`${name} does not ${verb}.`, "Run it again");
        const [, path = ""] = answer.selfLink.split("/projects/");
        answer = operation.parse(await this.#call("POST", `${path}/wait`));
      }
    }
  }

  /** Cuts an instance off the network. */
  async cutOff(spec: ClusterSpec, name: string): Promise<void> {
    const [interfaceOfIt] = instance.parse(await this.#call("GET", pathOf(spec, name))).networkInterfaces;
    await cutOff(this.#place, interfaceOfIt.networkIP);
  }

  /** Connects all that are cut off. */
  connectAgain(): Promise<void> {
    return connectAgain(this.#place);
  }

  async #call(method: string, path: string): Promise<unknown> {
    const headers = { authorization: "Bearer local" };
    return (await fetch(`${this.cloud.url}/compute/v1/projects/${path}`, { method, headers })).json();
  }
}

function pathOf({ project, controlPlane }: ClusterSpec, name: string): string {
  const zone = controlPlane.replicas.find((replica) => replica.name === name)?.zone;
  return `${project}/zones/${zone}/instances/${name}`;
}
