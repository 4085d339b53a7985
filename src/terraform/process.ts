import { spawn } from "node:child_process";
import { createInterface } from "node:readline";

/** How a process ended. */
export interface Ended {
  /** null when a signal ended it. */
  readonly status: number | null;
  readonly signal: string | null;
  /** All of it; empty where `onLine` took the lines. */
  readonly stdout: string;
  /** The last part of it, bounded. */
  readonly stderr: string;
  /** Whether it was asked to stop while it ran. */
  readonly aborted: boolean;
}

export interface RunOptions {
  readonly cwd: string;
  readonly env: NodeJS.ProcessEnv;
  /** Takes standard output line by line. */
  onLine?(line: string): void;
  /** Asks the process to stop in an orderly way (SIGINT). */
  readonly signal?: AbortSignal | undefined;
  /** Ends the process and all that it has started (SIGKILL); what it was doing is torn apart. */
  readonly kill?: AbortSignal | undefined;
}

const STDERR_LIMIT = 64 * 1024;

/** Runs a program without a shell and without input. Rejects with the system's error if it cannot be started. */
export async function run(program: string, args: readonly string[], options: RunOptions): Promise<Ended> {
  const child = spawn(program, args, {
    cwd: options.cwd,
    env: options.env,
    stdio: ["ignore", "pipe", "pipe"],
    // A group of its own: an interrupt typed at the terminal would reach Terraform a second time, beside the one from
    // here, and Terraform answers the second by dropping everything.
    detached: true,
  });
  let aborted = false;
  const interrupt = () => {
    aborted = true;
    child.kill("SIGINT");
  };
  const killGroup = () => {
    if (child.pid === undefined) return;
    try {
      process.kill(-child.pid, "SIGKILL");
    } catch {
      // It has just ended.
    }
  };
  const kill = () => {
    aborted = true;
    killGroup();
  };
  // What it has started must not go on without it: nobody would know what that does.
  child.once("exit", (_status, signal) => {
    if (signal !== null) killGroup();
  });
  let stdout = "";
  let stderr = "";
  let failure: { readonly error: unknown } | undefined;
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    stderr = (stderr + text).slice(-STDERR_LIMIT);
  });
  const onLine = options.onLine?.bind(options);
  if (onLine === undefined) {
    child.stdout.setEncoding("utf8").on("data", (text: string) => {
      stdout += text;
    });
  }
  const lines = onLine === undefined ? null : createInterface({ input: child.stdout, crlfDelay: Infinity });
  const linesRead = lines === null ? Promise.resolve() : new Promise<void>((resolve) => lines.once("close", resolve));
  lines?.on("line", (line) => {
    try {
      if (failure === undefined) onLine?.(line);
    } catch (error) {
      // The process must not run on unwatched: stop it, then report.
      failure = { error };
      interrupt();
    }
  });
  const ended = new Promise<{ status: number | null; signal: string | null }>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (status, signal) => resolve({ status, signal }));
  });
  options.signal?.addEventListener("abort", interrupt, { once: true });
  options.kill?.addEventListener("abort", kill, { once: true });
  try {
    if (options.kill?.aborted) kill();
    else if (options.signal?.aborted) interrupt();
    const { status, signal } = await ended;
    await linesRead;
    if (failure !== undefined) throw failure.error;
    return { status, signal, stdout, stderr, aborted };
  } finally {
    options.signal?.removeEventListener("abort", interrupt);
    options.kill?.removeEventListener("abort", kill);
  }
}
