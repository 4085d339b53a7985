import { cp, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { compiledFolder } from "../../../src/cli/launch/keep-compiled.ts";
import type { DriverFactory } from "../../../src/local-cloud/driver.ts";
import type { JournalEntry } from "../../../src/local-cloud/journal.ts";
import { environmentOf, type LocalCloud, startLocalCloud } from "../../../src/local-cloud/local-cloud.ts";
import { resourceType } from "../../../src/topology/names.ts";
import { clusterText, project, type Wanted } from "../cluster/cluster-text.ts";
import { ensureGoogleProvider } from "../google-provider.ts";
import { rareCollection } from "../rare-collection.ts";
import { Barrier } from "./barrier.ts";
import { type Ended, Run } from "./run.ts";

const program = join(import.meta.dirname, "../../../src/cli.ts");
/** Bounds what hangs; a run takes a small part of it, also on a busy machine. */
const runTimeoutMs = 600_000;
/** For a test: each of its runs is bounded already. In milliseconds. */
export const patience = 4 * runTimeoutMs;
const sharedProviderMs = 3_600_000;
const clustersTypes = { GOOGLE_PROVIDER_RESOURCE_TYPES: Object.values(resourceType).join(",") };
/** What the provider tells a person to set. */
const attachment = /TF_REATTACH_PROVIDERS='(.*)'/;

export interface WorkbenchOptions {
  /** What brings instances to life, for a state directory; a simulation without it. */
  readonly driver?: (directory: string) => DriverFactory;
  /** A cloud's folder that was kept, which the cloud goes on from. */
  readonly from?: string;
  /**
   * Which google provider Terraform has, where it was built here. `shared`, without another word: all runs share one process
   * of it; each starts its own several times otherwise, which is half of its time. `own`, where runs are killed: what a
   * killed one had begun in a shared process would go on. Both have only the resource types of clusters, which saves time,
   * too; `whole` is an own one with all of them.
   */
  readonly provider?: "shared" | "own" | "whole";
}

/** A local cloud of its own and a folder in which the real command line works on it with the real Terraform. */
export class Workbench {
  readonly cloud: LocalCloud;
  readonly directory: string;
  /** Stands before the cloud for every program that is started here. */
  readonly barrier: Barrier;
  readonly #environment: NodeJS.ProcessEnv;
  readonly #runs: Run[] = [];

  private constructor(cloud: LocalCloud, barrier: Barrier, directory: string, environment: NodeJS.ProcessEnv) {
    this.cloud = cloud;
    this.barrier = barrier;
    this.directory = directory;
    this.#environment = environment;
  }

  static async open({ driver, from, provider = "shared" }: WorkbenchOptions = {}): Promise<Workbench> {
    const google = await ensureGoogleProvider({ log: (line) => process.stderr.write(`${line}\n`) });
    const directory = await mkdtemp(join(tmpdir(), "quorate-life-"));
    const kept = join(directory, "cloud");
    if (from !== undefined) await cp(from, kept, { recursive: true });
    const cloud = await startLocalCloud({
      ...(driver === undefined ? {} : { driver: driver(kept) }),
      ...(driver === undefined && from === undefined ? {} : { directory: kept }),
    });
    const barrier = await Barrier.before(cloud.url);
    // Each has a home of its own, and would compile everything anew.
    const compiled = compiledFolder(process.env);
    const environment = {
      ...(compiled === undefined ? {} : { NODE_COMPILE_CACHE: compiled }),
      PATH: [dirname(process.execPath), process.env["PATH"]].join(":"),
      HOME: directory,
      ...environmentOf(barrier.url),
      ...(google.source === "build" && provider !== "whole" ? google.lean : google).environment,
      ...clustersTypes,
      ...rareCollection,
      NO_COLOR: "1",
      CHECKPOINT_DISABLE: "1",
    };
    const bench = new Workbench(cloud, barrier, directory, environment);
    if (provider === "shared" && google.source === "build") await bench.#serve(google.lean.program);
    return bench;
  }

  /** Ends what still runs, then the cloud, and removes the folder. */
  async close(): Promise<void> {
    for (const run of this.#runs) await run.kill().catch(() => undefined);
    await this.barrier.close();
    await this.cloud.stop();
    await rm(this.directory, { recursive: true, force: true });
  }

  /** Writes a cluster file and answers its name, relative to the folder. */
  async write(wanted: Wanted | string, file = "cluster.yaml"): Promise<string> {
    await writeFile(join(this.directory, file), typeof wanted === "string" ? wanted : clusterText(wanted));
    return file;
  }

  /** Starts `quorate` with these arguments. */
  start(args: readonly string[], env: NodeJS.ProcessEnv = {}, timeoutMs = runTimeoutMs): Run {
    return this.#start(process.execPath, [program, ...args], this.directory, env, timeoutMs);
  }

  /** Runs `quorate` to its end. */
  quorate(args: readonly string[], env: NodeJS.ProcessEnv = {}): Promise<Ended> {
    return this.start(args, env).ended;
  }

  /** Writes the file, applies it and throws unless that succeeds. Answers with what was said. */
  async apply(wanted: Wanted): Promise<string> {
    const file = await this.write(wanted);
    const { code, stdout, stderr } = await this.quorate(["apply", file, "--yes", ...gateTimeout]);
    if (code !== 0) throw new Error(`apply ended with ${code}:\n${stdout}\n${stderr}`);
    return stdout + stderr;
  }

  /** Starts an apply of the file as it was written last. */
  startApply(): Run {
    return this.start(["apply", "cluster.yaml", "--yes", ...gateTimeout]);
  }

  /** Terraform's own opinion: the exit code of its plan in the folder that the last apply has left; 0 means no changes. */
  async terraformPlan(cluster = "life"): Promise<Ended> {
    const directory = join(this.directory, ".quorate", "work", "quorate", project, cluster);
    return this.#start("terraform", ["plan", "-detailed-exitcode", "-input=false"], directory, {}).ended;
  }

  journal(since = 0): readonly JournalEntry[] {
    return this.cloud.journal(since);
  }

  /** How many entries the journal has. */
  get mark(): number {
    return this.journal().at(-1)?.sequence ?? 0;
  }

  /** Starts the provider for all Terraform runs that follow. */
  async #serve(program: string): Promise<void> {
    const served = this.#start(program, ["-debug"], this.directory, {}, sharedProviderMs);
    const attach = await served.until("it could be attached", () => attachment.exec(served.output)?.[1]);
    this.#environment["TF_REATTACH_PROVIDERS"] = attach;
  }

  #start(command: string, args: readonly string[], cwd: string, env: NodeJS.ProcessEnv, timeoutMs = runTimeoutMs): Run {
    const run = new Run(command, args, { cwd, env: { ...this.#environment, ...env }, timeoutMs });
    this.#runs.push(run);
    return run;
  }
}

const gateTimeout = ["--gate-timeout", "60"];
