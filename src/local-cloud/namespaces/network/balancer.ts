import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, rmSync, writeFileSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { setTimeout as pause } from "node:timers/promises";
import type { CancelTimer, Clock } from "../../clock.ts";
import type { Balancer, NetworkInstance } from "../../network-view.ts";
import { inNamespace, ip } from "../command.ts";
import { type Place, sharedNamespaces } from "../place.ts";
import { addServer, drainServer, haproxyConfig, openSessions, removeServer } from "./haproxy-config.ts";

const patienceMs = 5000;
const drainPollMs = 500;

/** A forwarding rule that runs: HAProxy on the rule's address, in the balancers' namespace. */
export class RunningBalancer {
  readonly #place: Place;
  readonly #clock: Clock;
  readonly #balancer: Balancer;
  readonly #process: ChildProcess;
  readonly #socket: string;
  /** Servers by instance ID; a timer where the server is being drained. */
  readonly #servers = new Map<string, CancelTimer | null>();

  private constructor(place: Place, clock: Clock, balancer: Balancer, socket: string, process: ChildProcess) {
    this.#place = place;
    this.#clock = clock;
    this.#balancer = balancer;
    this.#socket = socket;
    this.#process = process;
  }

  /** Starts it; when this resolves, it listens. It has no backend yet. */
  static async start(place: Place, clock: Clock, balancer: Balancer): Promise<RunningBalancer> {
    const { balancer: namespace } = sharedNamespaces(place);
    mkdirSync(place.run, { recursive: true });
    const socket = join(place.run, `balancer-${balancer.id}.sock`);
    const config = join(place.run, `balancer-${balancer.id}.cfg`);
    rmSync(socket, { force: true });
    writeFileSync(config, haproxyConfig(balancer, socket));
    await ip(namespace, [`addr replace ${balancer.ip}/32 dev lo`]);
    const [program = "", ...args] = [
      "setpriv",
      "--pdeathsig=KILL",
      ...inNamespace(namespace, ["haproxy", "-db", "-f", config]),
    ];
    const process = spawn(program, args, { stdio: ["ignore", "ignore", "pipe"] });
    const said = text(process.stderr);
    for (const deadline = Date.now() + patienceMs; !existsSync(socket); await pause(20))
      if (process.exitCode !== null || Date.now() > deadline) {
        process.kill("SIGKILL");
        throw new Error(`HAProxy does not start for ${balancer.name}: ${(await said).trim()}`);
      }
    return new RunningBalancer(place, clock, balancer, socket, process);
  }

  /** Whether it can go on as it is for another version of its forwarding rule: only backends may differ. */
  serves(balancer: Balancer): boolean {
    const fixed = ({ backends: _backends, drainingSeconds: _seconds, ...rest }: Balancer) => JSON.stringify(rest);
    return this.#process.exitCode === null && fixed(balancer) === fixed(this.#balancer);
  }

  /** Adds and drains backends. One whose instance is gone is cut off at once. */
  async balance({ backends, drainingSeconds }: Balancer, instances: readonly NetworkInstance[]): Promise<void> {
    const { ports, probe } = this.#balancer;
    for (const [id, draining] of [...this.#servers]) {
      const exists = instances.some((instance) => instance.id === id);
      if (!exists || (draining !== null && backends.includes(id))) await this.#remove(id);
      else if (draining === null && !backends.includes(id)) {
        for (const port of ports) await this.#tell(drainServer(port, id));
        this.#drain(id, this.#clock.now() + drainingSeconds * 1000);
      }
    }
    const alone = this.#servers.size === 0;
    for (const id of backends) {
      const address = instances.find((instance) => instance.id === id)?.internalIp;
      if (address === undefined || this.#servers.has(id)) continue;
      for (const port of ports) await this.#tell(addServer(port, id, address, { probe, alone }));
      this.#servers.set(id, null);
    }
  }

  /** Ends it, and every connection through it. */
  async stop(): Promise<void> {
    for (const cancel of this.#servers.values()) cancel?.();
    if (this.#process.exitCode === null && this.#process.signalCode === null) {
      const ended = once(this.#process, "exit");
      this.#process.kill("SIGKILL");
      await ended;
    }
    const { balancer: namespace } = sharedNamespaces(this.#place);
    await ip(namespace, [`addr delete ${this.#balancer.ip}/32 dev lo`]).catch(() => undefined);
  }

  /** Removes a server when its connections have ended, at the latest at `deadline`. */
  #drain(id: string, deadline: number): void {
    const look = async (): Promise<void> => {
      if (!this.#servers.has(id)) return;
      const [said = ""] = await this.#tell(["show stat"]);
      if (this.#clock.now() >= deadline || openSessions(said, id) === 0) await this.#remove(id);
      else this.#drain(id, deadline);
    };
    this.#servers.set(
      id,
      this.#clock.after(drainPollMs, () => void look().catch(() => undefined)),
    );
  }

  async #remove(id: string): Promise<void> {
    this.#servers.get(id)?.();
    this.#servers.delete(id);
    for (const port of this.#balancer.ports) await this.#tell(removeServer(port, id));
  }

  /** Gives HAProxy commands, one after another; answers what it says. */
  async #tell(commands: readonly string[]): Promise<readonly string[]> {
    const answers: string[] = [];
    for (const command of commands) {
      const socket = connect(this.#socket);
      socket.setTimeout(patienceMs, () => socket.destroy(new Error("HAProxy does not answer.")));
      socket.end(`${command}\n`);
      const said = (await text(socket)).trim();
      const expected = said === "" || /^New server registered|^Server deleted|^No such server|^# /.test(said);
      if (!expected) throw new Error(`HAProxy refuses '${command}': ${said}`);
      answers.push(said);
    }
    return answers;
  }
}
