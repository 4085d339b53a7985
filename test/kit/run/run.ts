import { type ChildProcess, spawn } from "node:child_process";
import { setTimeout } from "node:timers/promises";
import { killTree } from "./process-tree.ts";

const pauseMs = 20;

/** How a run ended: its exit code (null when a signal ended it) and what it has said. */
export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** A program that a test has started. It is never left running: after `timeoutMs` it is killed with all it has started. */
export class Run {
  /** Rejects when the program has taken too long, with what it has said. */
  readonly ended: Promise<Ended>;
  readonly #child: ChildProcess;
  #stdout = "";
  #stderr = "";

  constructor(
    program: string,
    args: readonly string[],
    options: { cwd: string; env: NodeJS.ProcessEnv; timeoutMs: number },
  ) {
    const { cwd, env, timeoutMs } = options;
    const child = spawn(program, args, { cwd, env, stdio: ["ignore", "pipe", "pipe"] });
    this.#child = child;
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      this.#stdout += text;
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      this.#stderr += text;
    });
    const closed = new Promise<number | null>((resolve, reject) => {
      child.once("error", reject);
      child.once("close", resolve);
    });
    this.ended = this.#bounded(closed, timeoutMs, [program, ...args].join(" "));
    // Whoever awaits it sees the rejection; until then it must not count as unhandled.
    this.ended.catch(() => undefined);
  }

  /** What it has said so far, on both channels. */
  get output(): string {
    return this.#stdout + this.#stderr;
  }

  /** Answers with what `look` finds as soon as that is not undefined. Throws when the run ends before. */
  async until<T>(what: string, look: () => T | undefined): Promise<T> {
    for (;;) {
      const found = look();
      if (found !== undefined) return found;
      const over = await Promise.race([this.ended, setTimeout(pauseMs)]);
      if (over !== undefined) throw new Error(`The run ended with ${over.code} before ${what}:\n${this.output}`);
    }
  }

  get pid(): number {
    if (this.#child.pid === undefined) throw new Error("the program could not be started");
    return this.#child.pid;
  }

  /** As Ctrl+C does at a terminal: this process alone is told, since what it starts is in groups of its own. */
  interrupt(): void {
    this.#child.kill("SIGINT");
  }

  /** Ends it with everything that it has started, as a loss of power does. */
  async kill(): Promise<void> {
    await killTree(this.pid);
    await this.ended;
  }

  async #bounded(closed: Promise<number | null>, timeoutMs: number, command: string): Promise<Ended> {
    const late = new AbortController();
    const timeout = setTimeout(timeoutMs, "late" as const, { signal: late.signal }).catch(() => "stopped" as const);
    const first = await Promise.race([closed, timeout]);
    late.abort();
    if (first === "late") {
      await killTree(this.pid);
      throw new Error(`${command} did not end within ${timeoutMs / 1000} s:\n${this.output}`);
    }
    return { code: first === "stopped" ? null : first, stdout: this.#stdout, stderr: this.#stderr };
  }
}
