import { type ChildProcess, execFile, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { promisify } from "node:util";
import * as z from "zod";
import { python } from "../kit/python.ts";
import { makeCertificates } from "./etcd-certificates.ts";

const patienceMs = 120_000;
/** IDs are too great to be exact here, but all in the same way. */
const statuses = z.array(
  z.object({ Status: z.object({ header: z.object({ member_id: z.number() }), leader: z.number().optional() }) }),
);

/** What a member sees after a turn of its agent. */
export interface Seen {
  readonly memberId: string;
  readonly role: "leader" | "follower" | "learner" | "none";
  readonly members: readonly (readonly [name: string, id: string, learner: boolean])[];
  /** What it reports of the voters that do not answer it. */
  readonly unreachable: readonly string[];
}

/** What an agent is told, and how things are around it. */
export interface Turn {
  readonly members: readonly string[];
  readonly remove?: readonly string[];
  readonly idle?: boolean;
  readonly serving?: boolean;
  readonly silence?: number;
}

/** Real etcd members with mutual TLS, each on a loopback address of its own. */
export class EtcdCluster {
  readonly #programs: string;
  readonly #directory: string;
  /** The first three numbers of the addresses, chosen so that no other test has them. */
  readonly #network = `127.${1 + Math.floor(Math.random() * 254)}.${Math.floor(Math.random() * 255)}`;
  readonly #hosts = new Map<string, string>();
  readonly #processes = new Map<string, ChildProcess>();

  private constructor(programs: string, directory: string) {
    this.#programs = programs;
    this.#directory = directory;
  }

  /** Starts one voter for each name, and waits until they have elected a leader. */
  static async start(programs: string, names: readonly string[]): Promise<EtcdCluster> {
    const cluster = new EtcdCluster(programs, await mkdtemp(join(tmpdir(), "quorate-etcd-")));
    const hosts = [...Array(9).keys()].map((at) => `${cluster.#network}.${at + 1}`);
    // A peer is known by the address that it dials from too, which the kernel chooses.
    await makeCertificates(cluster.#directory, [...hosts, "127.0.0.1"]);
    const peers = names.map((name) => `${name}=${cluster.#peerUrl(name)}`);
    for (const name of names) cluster.#run(name, peers, "new");
    try {
      await cluster.leader();
    } catch (error) {
      await cluster.close();
      throw error;
    }
    return cluster;
  }

  /** Ends everything and removes its folder. */
  async close(): Promise<void> {
    for (const name of this.#processes.keys()) await this.kill(name);
    await rm(this.#directory, { recursive: true, force: true });
  }

  async kill(name: string): Promise<void> {
    const child = this.#processes.get(name);
    this.#processes.delete(name);
    if (child === undefined || child.exitCode !== null) return;
    const ended = once(child, "exit");
    child.kill("SIGKILL");
    await ended;
  }

  /** The name of the member that leads, once there is one. */
  async leader(): Promise<string> {
    for (const deadline = Date.now() + patienceMs; Date.now() < deadline; await pause(100)) {
      for (const name of this.#processes.keys()) {
        const found = await this.etcdctl(name, "endpoint", "status", "--write-out=json").catch(() => "[]");
        const [status] = statuses.parse(JSON.parse(found));
        if (status !== undefined && status.Status.header.member_id === status.Status.leader) return name;
      }
    }
    throw new Error("etcd has elected no leader");
  }

  /** One turn of a member's agent. */
  async turn(name: string, turn: Turn): Promise<Seen> {
    const input = { remove: [], ...turn, name, host: this.#host(name) };
    return patiently(
      async () => (await python("turn.py", input, { QUORATE_ETCD_CERTIFICATES: this.#directory })) as Seen,
    );
  }

  /** Announces a member and, unless it is to stay silent, starts it. */
  async add(name: string, kind: "learner" | "voter", starts = true): Promise<void> {
    const existing = [...this.#processes.keys()].map((each) => `${each}=${this.#peerUrl(each)}`);
    const via = await this.leader();
    await this.etcdctl(
      via,
      "member",
      "add",
      name,
      `--peer-urls=${this.#peerUrl(name)}`,
      ...(kind === "learner" ? ["--learner"] : []),
    );
    if (starts) this.#run(name, [...existing, `${name}=${this.#peerUrl(name)}`], "existing");
  }

  async etcdctl(via: string, ...args: string[]): Promise<string> {
    const tls = ["cacert=ca.crt", "cert=healthcheck-client.crt", "key=healthcheck-client.key"];
    const flags = tls.map((flag) => `--${flag.replace("=", `=${this.#directory}/`)}`);
    const endpoint = `--endpoints=https://${this.#host(via)}:2379`;
    const etcdctl = join(this.#programs, "etcdctl");
    return patiently(async () => (await promisify(execFile)(etcdctl, [...flags, endpoint, ...args])).stdout);
  }

  #run(name: string, cluster: readonly string[], state: "new" | "existing"): void {
    const client = `https://${this.#host(name)}:2379`;
    const file = (each: string) => join(this.#directory, each);
    const certificates = ["", "peer-"].flatMap((prefix) => [
      `--${prefix}cert-file=${file("server.crt")}`,
      `--${prefix}key-file=${file("server.key")}`,
      `--${prefix}trusted-ca-file=${file("ca.crt")}`,
      `--${prefix}client-cert-auth`,
    ]);
    const args = [
      `--name=${name}`,
      `--data-dir=${file(name)}`,
      `--listen-client-urls=${client}`,
      `--advertise-client-urls=${client}`,
      `--listen-peer-urls=${this.#peerUrl(name)}`,
      `--initial-advertise-peer-urls=${this.#peerUrl(name)}`,
      `--initial-cluster=${cluster.join(",")}`,
      `--initial-cluster-state=${state}`,
      ...certificates,
    ];
    this.#processes.set(
      name,
      spawn("setpriv", ["--pdeathsig=KILL", join(this.#programs, "etcd"), ...args], { stdio: "ignore" }),
    );
  }

  #peerUrl(name: string): string {
    return `https://${this.#host(name)}:2380`;
  }

  #host(name: string): string {
    const host = this.#hosts.get(name) ?? `${this.#network}.${this.#hosts.size + 1}`;
    this.#hosts.set(name, host);
    return host;
  }
}

/** For some seconds after an election, etcd calls its cluster unhealthy and refuses to change it. */
async function patiently<T>(change: () => Promise<T>): Promise<T> {
  for (const deadline = Date.now() + patienceMs; ; await pause(500)) {
    try {
      return await change();
    } catch (error) {
      if (!String(error).includes("unhealthy cluster") || Date.now() > deadline) throw error;
    }
  }
}
