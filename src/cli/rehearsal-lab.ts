import { type ChildProcess, execFile, spawn } from "node:child_process";
import { mkdir, rm, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as pause } from "node:timers/promises";
import { promisify } from "node:util";
import { z } from "zod";
import type { ClusterSpec } from "../cluster/cluster-spec.ts";
import type { JournalEntry } from "../local-cloud/journal.ts";
import { type LocalCloud, startLocalCloud } from "../local-cloud/local-cloud.ts";
import { clientKubeconfigs } from "../local-cloud/namespaces/kubeconfigs.ts";
import { namespaceDriver } from "../local-cloud/namespaces/namespace-driver.ts";
import { type Place, placeFor, sharedNamespaces } from "../local-cloud/namespaces/place.ts";
import { sweep } from "../local-cloud/namespaces/sweep.ts";
import { clientNamespace } from "../rehearse/client.ts";
import { momentOf } from "../rehearse/moments.ts";
import type { Moment } from "../rehearse/rehearsal.ts";
import { parseRequests, type Request } from "../rehearse/request.ts";
import type { LabParts } from "./lab.ts";
import { rehearsalFile } from "./rehearsal-file.ts";

const patienceMs = 600_000;
const guestAttribute = z.object({ queryValue: z.object({ items: z.tuple([z.object({ value: z.string() })]) }) });

/** A local cloud of its own with real control planes, Quorate to change them, and clients that write and read. */
export class RehearsalLab {
  readonly cloud: LocalCloud;
  readonly #directory: string;
  readonly #parts: LabParts;
  readonly #place: Place;
  #clients: ChildProcess | undefined;
  #printed = "";

  private constructor(cloud: LocalCloud, directory: string, parts: LabParts, place: Place) {
    this.cloud = cloud;
    this.#directory = directory;
    this.#parts = parts;
    this.#place = place;
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
    return new RehearsalLab(cloud, directory, parts, place);
  }

  async close(): Promise<void> {
    this.#clients?.kill("SIGKILL");
    await this.cloud.stop();
    await rm(this.#directory, { recursive: true, force: true });
  }

  /** Runs `quorate apply` to its end; whether it succeeded. Its lines are told as they come. */
  async apply(text: string, gateSeconds: number, tell: (line: string) => void): Promise<boolean> {
    await writeFile(join(this.#directory, "cluster.yaml"), rehearsalFile(text));
    const program = resolve(process.argv[1] ?? "");
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

  /** Lets clients write and read through the endpoint; resolves when the first write is acknowledged. */
  async startClients(): Promise<void> {
    const kubeconfig = await this.#kubeconfig();
    const words = [process.execPath, resolve(process.argv[1] ?? ""), "local", "load"];
    const clients = spawn("nsenter", [this.#outside, "--", ...words], {
      env: { ...process.env, KUBECONFIG: kubeconfig },
      stdio: ["pipe", "pipe", "inherit"],
    });
    clients.stdout.setEncoding("utf8").on("data", (text: string) => {
      this.#printed += text;
    });
    this.#clients = clients;
    await patiently("clients to write", async () => this.requests.find(({ error }) => error === null));
  }

  /** Ends the clients, and answers the names of the objects of theirs that are there. */
  async stopClients(): Promise<ReadonlySet<string>> {
    const clients = this.#clients;
    if (clients !== undefined) {
      const closed = new Promise((done) => clients.once("close", done));
      clients.stdin?.end();
      await closed;
    }
    const kubectl = [join(this.#parts.kubernetes, "kubectl"), "--kubeconfig", await this.#kubeconfig()];
    const words = ["get", "configmaps", "--namespace", clientNamespace, "--output=name"];
    const options = { maxBuffer: 64 * 1024 * 1024 };
    const { stdout } = await promisify(execFile)("nsenter", [this.#outside, "--", ...kubectl, ...words], options);
    return new Set(stdout.split("\n").map((name) => name.replace("configmap/", "")));
  }

  /** Every request of the clients so far. */
  get requests(): readonly Request[] {
    return parseRequests(this.#printed);
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
  async leader({ project, controlPlane }: ClusterSpec): Promise<string | null> {
    for (const { name, zone } of controlPlane.replicas) {
      const answer = await this.#call(
        "GET",
        `${project}/zones/${zone}/instances/${name}/getGuestAttributes?queryPath=quorate/status`,
      );
      const found = guestAttribute.safeParse(answer);
      if (found.success && JSON.parse(found.data.queryValue.items[0].value).role === "leader") return name;
    }
    return null;
  }

  /** Stops an instance and starts it again, with its disks. */
  async restart({ project, controlPlane }: ClusterSpec, name: string): Promise<void> {
    const zone = controlPlane.replicas.find((replica) => replica.name === name)?.zone;
    for (const verb of ["stop", "start"])
      await this.#call("POST", `${project}/zones/${zone}/instances/${name}/${verb}`);
  }

  async #call(method: string, path: string): Promise<unknown> {
    const headers = { authorization: "Bearer local" };
    return (await fetch(`${this.cloud.url}/compute/v1/projects/${path}`, { method, headers })).json();
  }

  async #kubeconfig(): Promise<string> {
    const path = join(this.#directory, "kubeconfig");
    const { kubeconfig } = await patiently(
      "a replica to have a kubeconfig",
      async () => clientKubeconfigs(this.#place)[0],
    );
    await writeFile(path, kubeconfig, { mode: 0o600 });
    return path;
  }

  get #outside(): string {
    return `--net=/run/netns/${sharedNamespaces(this.#place).client}`;
  }
}

/** Waits, for a bounded time, until there is something. */
async function patiently<T>(what: string, look: () => Promise<T | undefined>): Promise<T> {
  for (const deadline = Date.now() + patienceMs; Date.now() < deadline; await pause(200)) {
    const found = await look();
    if (found !== undefined) return found;
  }
  throw new Error(`Waited in vain for ${what}`);
}
