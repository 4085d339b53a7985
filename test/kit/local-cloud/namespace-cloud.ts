import { execFile } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { promisify } from "node:util";
import { ensurePackages } from "../../../scripts/lab/packages.ts";
import { startLocalCloud } from "../../../src/local-cloud/local-cloud.ts";
import { namespaceDriver } from "../../../src/local-cloud/namespaces/namespace-driver.ts";
import { type Place, placeFor, sharedNamespaces } from "../../../src/local-cloud/namespaces/place.ts";
import { Client, instanceBody, zoneB } from "./client.ts";

const lab = join(import.meta.dirname, "../../../lab");
/** Namespaces are root's to make. */
export const canMakeNamespaces = process.platform === "linux" && process.getuid?.() === 0;
const patienceMs = 60_000;
const execute = promisify(execFile);

/** A local cloud whose instances run in namespaces, without any program of Kubernetes. */
export class NamespaceCloud extends Client {
  readonly directory: string;
  readonly place: Place;

  private constructor(client: Client, directory: string) {
    super(client.cloud);
    this.directory = directory;
    this.place = placeFor(directory);
  }

  /** `remains`: how many namespaces an earlier cloud has left in its place. */
  static async open(remains = 0): Promise<NamespaceCloud> {
    await ensurePackages((line) => process.stderr.write(`${line}\n`));
    const directory = await mkdtemp(join(tmpdir(), "quorate-namespaces-"));
    for (let at = 0; at < remains; at++)
      await execute("ip", ["netns", "add", `${placeFor(directory).prefix}remains-${at}`]);
    const driver = namespaceDriver({ directory, lab, kubernetes: join(lab, "units") });
    return new NamespaceCloud(new Client(await startLocalCloud({ directory, driver })), directory);
  }

  async close(): Promise<void> {
    await this.cloud.stop();
    await rm(this.directory, { recursive: true, force: true });
  }

  /** Creates an instance that runs a script at every boot. */
  async instance(name: string, script: string, more: Instance = {}): Promise<void> {
    const { metadata = {}, tags = [], disk, accessConfigs = [], serviceAccount } = more;
    const items = Object.entries({ "enable-guest-attributes": "TRUE", "startup-script": script, ...metadata }).map(
      ([key, value]) => ({ key, value }),
    );
    const sourceImage = "projects/debian-cloud/global/images/family/debian-12";
    const disks = [
      { boot: true, autoDelete: true, initializeParams: { sourceImage } },
      ...(disk === undefined ? [] : [{ source: `zones/europe-west1-b/disks/${disk}`, deviceName: "data" }]),
    ];
    const serviceAccounts = serviceAccount === undefined ? [] : [{ email: serviceAccount }];
    const body = { disks, metadata: { items }, tags: { items: tags }, serviceAccounts };
    await this.create(`${zoneB}/instances`, instanceBody(name, body, { accessConfigs }));
  }

  /** What an instance's startup script has said since its last boot began, once `whole` is in it. */
  async said(name: string, whole: string | RegExp): Promise<string> {
    let contents = "";
    const look = async () => {
      contents = (await this.get(`${zoneB}/instances/${name}/serialPort?port=1`)).body.contents;
      const boot = contents.slice(contents.lastIndexOf("Booting ")).split("\n");
      const script = boot.filter((line) => line.startsWith("startup-script")).join("\n");
      return script.search(whole) >= 0 ? script.replaceAll("startup-script: ", "") : undefined;
    };
    return until(() => `${name} says ${whole}; its console says\n${contents}`, look);
  }

  /** Runs a program outside of the cloud's network, and answers what it prints, or null when it fails. */
  async outside(...words: readonly string[]): Promise<string | null> {
    const { client } = sharedNamespaces(this.place);
    const result = await execute("nsenter", [`--net=/run/netns/${client}`, "--", ...words]).catch(() => null);
    return result === null ? null : result.stdout.trim();
  }

  /** What an HTTP server on port 8080 answers to a client outside; null when it does not. */
  fetchOutside(ip: string): Promise<string | null> {
    return this.outside("curl", "--silent", "--max-time", "1", `http://${ip}:8080/`);
  }

  /** The internal address of an instance. */
  async internalIp(name: string): Promise<string> {
    return (await this.get(`${zoneB}/instances/${name}`)).body.networkInterfaces[0].networkIP;
  }
}

export interface Instance {
  readonly metadata?: Readonly<Record<string, string>>;
  readonly tags?: readonly string[];
  /** Name of a data disk, which becomes the device `data`. */
  readonly disk?: string;
  readonly accessConfigs?: readonly Readonly<Record<string, string>>[];
  readonly serviceAccount?: string;
}

/** Waits, for a bounded time, until there is something. */
export async function until<T>(what: string | (() => string), look: () => Promise<T | null | undefined>): Promise<T> {
  for (const deadline = Date.now() + patienceMs; ; await pause(50)) {
    const found = await look();
    if (found !== undefined && found !== null) return found;
    if (Date.now() > deadline) throw new Error(`It does not come to this: ${typeof what === "string" ? what : what()}`);
  }
}

/** Names of the network namespaces that a place has on this machine. */
export async function namespacesOf({ prefix }: Place): Promise<readonly string[]> {
  const { stdout } = await execute("ip", ["netns", "list"]);
  return stdout.split("\n").flatMap((line) => (line.startsWith(prefix) ? [line.split(" ")[0] ?? ""] : []));
}

/** Files behind the loop devices of this machine. */
export async function attachedFiles(): Promise<string> {
  return (await execute("losetup", ["--list", "--noheadings", "--output", "BACK-FILE"])).stdout;
}
