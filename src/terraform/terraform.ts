import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { TerraformBinary } from "./binary.ts";
import { classify } from "./classify.ts";
import { terraformEnvironment } from "./environment.ts";
import { knowsUnpacked, providerLock } from "./google-provider.ts";
import { type ChangeCounts, parseDiagnostic, parseMessage, type TerraformEvent } from "./message.ts";
import { parsePlan, type TerraformPlan } from "./plan-json.ts";
import { type Ended, run } from "./process.ts";
import { isRecord, recordOf, recordsOf, textOf } from "./record.ts";
import { parseState, type State } from "./state.ts";
import { type TerraformDiagnostic, TerraformError } from "./terraform-error.ts";
import { parseTextDiagnostics } from "./text-diagnostics.ts";

export interface TerraformOptions {
  readonly binary: TerraformBinary;
  /** Holds the configuration; one for each state, never shared by two that run at the same time. */
  readonly directory: string;
  /** Added to this process's own environment, such as TF_CLI_CONFIG_FILE or credentials. */
  readonly env?: Readonly<Record<string, string>>;
  /** Hears what a running plan or apply says. */
  onEvent?(event: TerraformEvent): void;
  /** Stops the running command in an orderly way: resources in work are finished and the state is stored. */
  readonly signal?: AbortSignal;
  /** Ends the running command at once; a lock and a state that is not stored may be left behind. */
  readonly kill?: AbortSignal;
}

export interface InitOptions {
  /** The exact version of the google provider, which is the only provider that may be run; null for no provider at all. */
  readonly googleProviderVersion: string | null;
  /** Takes the backend as it is configured now, without moving state from an earlier one. */
  readonly reconfigure?: boolean;
  readonly backendConfig?: Readonly<Record<string, string | number | boolean>>;
}

export interface PlanOptions {
  /** The file that the plan is saved to, from the directory. */
  readonly out: string;
  /** Only compares the state with the cloud. */
  readonly refreshOnly?: boolean;
  /** How long to wait for a held state lock; 0, the default, fails at once. */
  readonly lockTimeoutSeconds?: number;
  /** False reads without the lock: for plans that will never be applied. */
  readonly lock?: boolean;
}

/** The terraform program in one directory. Each method runs it once or twice and throws TerraformError if it fails. */
export class Terraform {
  readonly #options: TerraformOptions;

  constructor(options: TerraformOptions) {
    this.#options = options;
  }

  /**
   * Installs the google provider by its checksum and connects the backend. A state that needs any other provider makes it
   * fail, and nothing of that one is run. Throws what `providerLock` throws, too.
   */
  async init(options: InitOptions): Promise<void> {
    const { binary, directory, env } = this.#options;
    const version = options.googleProviderVersion;
    this.#refuseIfStopped("init", this.#options.signal);
    const lock = version === null ? "" : providerLock(binary.product, version, { ...process.env, ...env });
    await writeFile(join(directory, ".terraform.lock.hcl"), lock);
    // Terraform compares an installed provider with hashes of its unpacked files. It adds those to the lock file where
    // the archive has one of the hashes there; without the backend, no state has a say in what is locked.
    if (version !== null && !knowsUnpacked(lock))
      await this.#text(["init", "-input=false", "-no-color", "-backend=false"]);
    const settings = Object.entries(options.backendConfig ?? {}).map(
      ([key, value]) => `-backend-config=${key}=${value}`,
    );
    const reconfigure = options.reconfigure ? ["-reconfigure"] : [];
    await this.#text(["init", "-input=false", "-no-color", "-lockfile=readonly", ...reconfigure, ...settings]);
  }

  /** Makes a plan, saves it and reads it back. */
  async plan(options: PlanOptions): Promise<TerraformPlan> {
    const args = ["plan", "-json", "-input=false", `-out=${options.out}`];
    if (options.refreshOnly) args.push("-refresh-only");
    if (options.lock === false) args.push("-lock=false");
    await this.#stream([...args, ...lockTimeout(options.lockTimeoutSeconds)]);
    return parsePlan(await this.#text(["show", "-json", options.out]));
  }

  /** Applies a saved plan, and nothing else: a state that has changed meanwhile makes it fail. */
  async apply(planFile: string, options: { readonly lockTimeoutSeconds?: number } = {}): Promise<ChangeCounts> {
    return this.#stream(["apply", "-json", "-input=false", ...lockTimeout(options.lockTimeoutSeconds), planFile]);
  }

  /** The state as it is stored, without its lock; null where there is none or it holds no resource. */
  async statePull(): Promise<State | null> {
    const text = await this.#text(["state", "pull"]);
    if (text.trim() === "") return null;
    const state = parseState(text);
    return state.resources.length === 0 ? null : state;
  }

  /** Releases the state lock with this ID, whoever holds it. */
  async forceUnlock(id: string): Promise<void> {
    await this.#text(["force-unlock", "-force", id]);
  }

  /**
   * Counts a resource as created whose creation did not end well. Also while a stop is asked for: it would be in the next
   * run's way.
   */
  async untaint(address: string): Promise<void> {
    await this.#text(["untaint", address], { stoppable: false });
  }

  /** What Terraform and the providers find wrong with the configuration, without asking the cloud. */
  async validate(): Promise<readonly TerraformDiagnostic[]> {
    const ended = await this.#run(["validate", "-json", "-no-color"]);
    if (ended.aborted || !ended.stdout.trim().startsWith("{")) throw this.#failure(["validate"], ended);
    return recordsOf(recordOf(JSON.parse(ended.stdout))["diagnostics"]).map(parseDiagnostic);
  }

  /** Runs a command that prints text; gives its standard output. */
  async #text(args: readonly string[], how: { readonly stoppable?: boolean } = {}): Promise<string> {
    const ended = await this.#run(args, how);
    if (ended.status !== 0) throw this.#failure(args, ended);
    return ended.stdout;
  }

  /** Runs a command that prints events; gives the counts of its last summary. */
  async #stream(args: readonly string[]): Promise<ChangeCounts> {
    const diagnostics: TerraformDiagnostic[] = [];
    let counts: ChangeCounts = { add: 0, change: 0, remove: 0, import: 0 };
    const onLine = (line: string) => {
      const event = parseMessage(line);
      if (event === null) return;
      if (event.type === "diagnostic") diagnostics.push(event.diagnostic);
      if (event.type === "summary") counts = event.counts;
      this.#options.onEvent?.(event);
    };
    const ended = await this.#run(args, { onLine });
    if (ended.status !== 0) throw this.#failure(args, ended, diagnostics);
    return counts;
  }

  async #run(
    args: readonly string[],
    { onLine, stoppable = true }: { readonly onLine?: (line: string) => void; readonly stoppable?: boolean } = {},
  ): Promise<Ended> {
    const { binary, directory, env = {}, kill } = this.#options;
    const signal = stoppable ? this.#options.signal : undefined;
    this.#refuseIfStopped(args[0] ?? "", signal);
    try {
      return await run(binary.path, args, {
        cwd: directory,
        env: terraformEnvironment(process.env, env),
        signal,
        kill,
        ...(onLine === undefined ? {} : { onLine }),
      });
    } catch (error) {
      if (!isRecord(error) || !("syscall" in error)) throw error;
      throw new TerraformError(
        "missing-binary",
        `${binary.path} could not be started in ${directory}: ${textOf(error["message"])}`,
        "See that both exist and that the program may be run.",
        { cause: error },
      );
    }
  }

  #refuseIfStopped(command: string, signal: AbortSignal | undefined): void {
    const { binary, kill } = this.#options;
    if (!signal?.aborted && !kill?.aborted) return;
    const name = `${binary.product} ${command}`;
    throw new TerraformError("interrupted", `${name} was not started: stop was asked for.`, "Run it again.");
  }

  #failure(args: readonly string[], ended: Ended, streamed: readonly TerraformDiagnostic[] = []): TerraformError {
    const { status, signal, aborted } = ended;
    const said = streamed.some(({ severity }) => severity === "error") ? [] : parseTextDiagnostics(ended.stderr);
    const diagnostics = [...streamed, ...said];
    return classify({ command: `${this.#options.binary.product} ${args[0]}`, diagnostics, status, signal, aborted });
  }
}

function lockTimeout(seconds: number | undefined): string[] {
  return seconds === undefined || seconds <= 0 ? [] : [`-lock-timeout=${Math.ceil(seconds)}s`];
}
