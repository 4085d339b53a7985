import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { closeSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { setTimeout as pause } from "node:timers/promises";
import type { Machine } from "../../driver.ts";
import { inNamespace } from "../command.ts";
import type { AttachedDisk } from "./data-disk.ts";

const shutdownMs = 25_000;

/** Where what an instance needs is found on this machine. */
export interface InstanceParts {
  readonly namespace: string;
  readonly bootDisk: string;
  /** The folder that it shares with the local cloud. */
  readonly shared: string;
  readonly disks: readonly AttachedDisk[];
  /** The folder `lab`. */
  readonly lab: string;
  /** The programs of Kubernetes and etcd. */
  readonly kubernetes: string;
}

/** An instance that is switched on: processes in namespaces of their own, which end with this process. */
export class RunningInstance {
  readonly #process: ChildProcess;
  readonly #ended: Promise<void>;
  /** Whatever is still said then is of this machine, not of the instance. */
  #cutting = false;

  /** Boots it. `say` gets each line of its serial console; `ended` is told when its last process is gone. */
  constructor(machine: Machine, parts: InstanceParts, say: (line: string) => void, ended: () => void) {
    mkdirSync(parts.bootDisk, { recursive: true });
    const devices = parts.disks.map(({ deviceName, device }) => `${deviceName}=${device}`);
    const boot = join(parts.lab, "instance", "boot.sh");
    const [program = "", ...args] = [
      "setpriv",
      "--pdeathsig=KILL",
      ...inNamespace(parts.namespace, [
        "unshare",
        "--mount",
        "--uts",
        "--ipc",
        "--pid",
        "--fork",
        "--kill-child",
        "--",
      ]),
      ...[boot, parts.bootDisk, parts.shared, parts.lab, parts.kubernetes, machine.name, ...devices],
    ];
    // The instance keeps its disks open for as long as it runs, and so attached.
    const kept = parts.disks.map(({ descriptor }) => descriptor);
    this.#process = spawn(program, args, { cwd: "/", stdio: ["pipe", "pipe", "pipe", ...kept] });
    for (const descriptor of kept) closeSync(descriptor);
    for (const stream of [this.#process.stdout, this.#process.stderr])
      if (stream !== null)
        createInterface({ input: stream }).on("line", (line) => {
          if (!this.#cutting) say(line);
        });
    this.#process.stdin?.on("error", () => {});
    this.#process.on("error", (error) => say(`The instance does not boot: ${error.message}`));
    this.#ended = once(this.#process, "exit").then(() => undefined);
    void this.#ended.then(ended, ended);
  }

  /** Whether it has processes. */
  get alive(): boolean {
    return this.#process.exitCode === null && this.#process.signalCode === null && this.#process.pid !== undefined;
  }

  /** Loss of power: every process ends at once. Resolves when the last one is gone. */
  async cut(): Promise<void> {
    // When its first process ends, the kernel ends all others; the process that waits for it comes last.
    this.#cutting = true;
    while (this.alive) {
      for (const pid of this.#children()) kill(pid);
      await Promise.race([this.#ended, pause(50, undefined, { ref: false })]);
    }
  }

  /** Shuts it down, and cuts the power when that takes too long. */
  async shutDown(): Promise<void> {
    this.#process.stdin?.write("poweroff\n");
    await Promise.race([this.#ended, pause(shutdownMs, undefined, { ref: false })]);
    await this.cut();
  }

  #children(): readonly number[] {
    const { pid } = this.#process;
    try {
      return readFileSync(`/proc/${pid}/task/${pid}/children`, "utf8").split(" ").filter(Boolean).map(Number);
    } catch {
      return [];
    }
  }
}

function kill(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It has ended by itself.
  }
}
