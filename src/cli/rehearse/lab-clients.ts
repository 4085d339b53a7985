import { type ChildProcess, execFile, spawn } from "node:child_process";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { promisify } from "node:util";
import { clientKubeconfigs } from "../../local-cloud/namespaces/kubeconfigs.ts";
import { type Place, sharedNamespaces } from "../../local-cloud/namespaces/place.ts";
import { clientNamespace } from "../../rehearse/client.ts";
import { parseRequests, type Request } from "../../rehearse/request.ts";
import { LabError } from "../local/lab.ts";

const patienceMs = 600_000;
const pauseMs = 200;

export interface LabClientsOptions {
  readonly place: Place;
  /** The folder of Kubernetes' programs. */
  readonly kubernetes: string;
  /** The file that Node runs as `quorate`. */
  readonly program: string;
  /** Where kubeconfigs are kept. */
  readonly directory: string;
}

/** Who reaches the one cluster of a lab from outside, through its endpoint: kubectl, and clients that write and read. */
export class LabClients {
  readonly #options: LabClientsOptions;
  #load: ChildProcess | undefined;
  #printed = "";

  constructor(options: LabClientsOptions) {
    this.#options = options;
  }

  /** Lets clients write and read from now to `stop`; resolves when a write is acknowledged. Throws LabError when none is. */
  async start(): Promise<void> {
    const KUBECONFIG = await this.#keep("load.kubeconfig", await this.#administrator());
    const words = [this.#outside, "--", process.execPath, this.#options.program, "local", "load"];
    const load = spawn("nsenter", words, {
      env: { ...process.env, KUBECONFIG },
      stdio: ["pipe", "pipe", "inherit"],
    });
    load.stdout.setEncoding("utf8").on("data", (text: string) => {
      this.#printed += text;
    });
    this.#load = load;
    await patiently("a client's first write", () => this.history.find(({ error }) => error === null));
  }

  /** Ends the clients, and answers the names of the objects of theirs that are there. */
  async stop(): Promise<ReadonlySet<string>> {
    const load = this.#load;
    if (load !== undefined) {
      const closed = new Promise((resolve) => load.once("close", resolve));
      load.stdin?.end();
      await closed;
    }
    const found = await this.kubectl("get", "configmaps", `--namespace=${clientNamespace}`, "--output=name");
    return new Set(found.split("\n").map((name) => name.replace("configmap/", "")));
  }

  /** Ends the clients at once. */
  kill(): void {
    this.#load?.kill("SIGKILL");
  }

  /** Every request of the clients so far. */
  get history(): readonly Request[] {
    return parseRequests(this.#printed);
  }

  /** What kubectl prints for an administrator; throws when it fails. */
  async kubectl(...words: readonly string[]): Promise<string> {
    return this.kubectlAs(await this.#administrator(), ...words);
  }

  /** What kubectl prints for the user of a kubeconfig; throws when it fails. */
  async kubectlAs(kubeconfig: string, ...words: readonly string[]): Promise<string> {
    const path = await this.#keep("kubeconfig", kubeconfig);
    const kubectl = [join(this.#options.kubernetes, "kubectl"), "--kubeconfig", path, "--request-timeout=5s"];
    const options = { maxBuffer: 64 * 1024 * 1024 };
    return (await promisify(execFile)("nsenter", [this.#outside, "--", ...kubectl, ...words], options)).stdout.trim();
  }

  async #administrator(): Promise<string> {
    return (await patiently("a replica's kubeconfig", () => clientKubeconfigs(this.#options.place)[0])).kubeconfig;
  }

  async #keep(name: string, kubeconfig: string): Promise<string> {
    const path = join(this.#options.directory, name);
    await writeFile(path, kubeconfig, { mode: 0o600 });
    return path;
  }

  get #outside(): string {
    return `--net=/run/netns/${sharedNamespaces(this.#options.place).client}`;
  }
}

/** Waits, for a bounded time, until there is something. */
async function patiently<T>(what: string, look: () => T | undefined): Promise<T> {
  for (const deadline = Date.now() + patienceMs; Date.now() < deadline; await pause(pauseMs)) {
    const found = look();
    if (found !== undefined) return found;
  }
  throw new LabError(`Waited in vain for ${what}.`, "Run it again; if it fails again, look for the cause above");
}
