import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";

/** How a command ended. */
export interface Outcome {
  /** Exit code; 1 for a process that a signal has ended. */
  readonly code: number;
  readonly output: string;
}

export interface CommandLineOptions {
  /** Where commands run, and where they keep what they keep. */
  readonly directory: string;
  readonly environment: Readonly<Record<string, string>>;
}

const program = join(import.meta.dirname, "..", "..", "src", "cli.ts");

/** The `quorate` command, as a process of its own for each call. */
export class CommandLine {
  readonly #options: CommandLineOptions;
  #child: ChildProcess | undefined;
  #interrupted = false;

  constructor(options: CommandLineOptions) {
    this.#options = options;
  }

  /** Runs a command to its end, unless `interrupt` was called. `onLine` is told each line of output as it comes. */
  async run(args: readonly string[], onLine: (line: string) => void = () => {}): Promise<Outcome> {
    if (this.#interrupted) return { code: 1, output: "Interrupted.\n" };
    const { directory, environment } = this.#options;
    const child = spawn(process.execPath, [program, ...args], {
      cwd: directory,
      env: { ...process.env, ...environment },
      stdio: ["ignore", "pipe", "pipe"],
    });
    this.#child = child;
    let output = "";
    createInterface({ input: child.stdout }).on("line", (line) => {
      output += `${line}\n`;
      onLine(line);
    });
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      output += text;
    });
    const code = await new Promise<number>((resolve, reject) => {
      child.once("error", reject);
      child.once("close", (status) => resolve(status ?? 1));
    });
    this.#child = undefined;
    return { code, output };
  }

  /** Asks the command that runs to end at the next safe place, and lets no other one begin. */
  interrupt(signal: NodeJS.Signals): void {
    this.#interrupted = true;
    // A terminal sends SIGINT to the command as well, and a second one would end it at once.
    if (signal !== "SIGINT") this.#child?.kill(signal);
  }
}
