import { chmod, lstat, mkdir, readdir, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type StackSettings, synth, type TerraformJson } from "../constructs/synth.ts";
import { refuseForeignProviders } from "../terraform/foreign-providers.ts";
import type { TerraformPlan } from "../terraform/plan-json.ts";
import type { Terraform } from "../terraform/terraform.ts";
import { TerraformError } from "../terraform/terraform-error.ts";
import type { Topology } from "../topology/topology.ts";
import { adopt } from "./adopt.ts";
import type { DeadRun } from "./apply-lock.ts";
import type { Cloud, Storage } from "./ports.ts";
import { storedResources } from "./stored-resources.ts";

/** An import into Terraform's state. */
interface Import {
  readonly to: string;
  readonly id: string;
}

const configurationFile = "main.tf.json";
const importsFile = "imports.tf.json";
const planFile = "step.tfplan";
const copyFile = "terraform.tfstate";
/** What Terraform could not store, and people may need. */
const unsavedState = "errored.tfstate";
/** Imports make more of a plan known, and with it more that exists; this many layers of it there are at most. */
const mostImportRounds = 5;

export interface WorkspaceOptions {
  readonly terraform: Terraform;
  /** Where Terraform runs; used by one run at a time. */
  readonly directory: string;
  readonly settings: StackSettings;
  readonly storage: Storage;
  readonly cloud: Cloud;
  /** The dead runs whose place was taken: what they have left locked in the state is released. */
  readonly dead: readonly DeadRun[];
  /** Aborted when another run has taken this one's place. */
  readonly replaced?: AbortSignal;
  /** Where the cluster file has replicas: instances that the state does not know may be there. */
  readonly zones: readonly string[];
  /** A copy of the state, which Terraform works on in the directory in place of the backend's. */
  readonly copiedState?: string | undefined;
  /** This run, as Terraform's locks name it, and the time in milliseconds; without it no lock is taken for its own. */
  readonly self?: { readonly who: string; now(): number };
}

/** Terraform's working directory for one cluster, with the configuration that is planned and applied next. */
export class Workspace {
  readonly #options: WorkspaceOptions;

  constructor(options: WorkspaceOptions) {
    this.#options = options;
  }

  /**
   * Connects the backend and installs the provider. Throws before Terraform starts where the state names any other one.
   */
  async open(): Promise<void> {
    const { terraform, directory, settings, storage, copiedState } = this.#options;
    // At once: whoever comes after this run will not know of them any more.
    for (const { who, startedAt } of this.#options.dead) await this.#releaseTakenBy(who, startedAt);
    refuseForeignProviders((await storage.readState()) ?? "");
    await emptyFolder(directory);
    if (copiedState !== undefined) await writeFile(join(directory, copyFile), copiedState, { mode: 0o600 });
    await this.#configure(null, [], []);
    const { googleProviderVersion } = settings;
    const { backendConfig } = storage;
    await this.#unlocking(() => terraform.init({ googleProviderVersion, reconfigure: true, backendConfig }));
    if (this.#options.dead.length > 0) await this.#untaint();
  }

  /**
   * Terraform's plan from what is there to a topology, saved for `apply`. What an earlier run has created without being
   * able to write it into the state is imported instead of created.
   */
  async plan(topology: Topology | null, newcomers: readonly string[] = []): Promise<TerraformPlan> {
    const imports: Import[] = [];
    for (let round = 0; ; round++) {
      await this.#configure(topology, newcomers, imports);
      const plan = await this.#unlocking(() => this.#options.terraform.plan({ out: planFile }));
      const found = round < mostImportRounds ? await this.#orphans(plan) : [];
      if (found.length === 0) return plan;
      imports.push(...found);
    }
  }

  /** Writes into the state what is there now, and changes nothing else. */
  async refresh(topology: Topology): Promise<void> {
    await this.#configure(topology, [], []);
    await this.#unlocking(() => this.#options.terraform.plan({ out: planFile, refreshOnly: true }));
    await this.apply();
  }

  /** The topology with the instances that exist beside the state, also under `unmet` names. */
  adopt(topology: Topology, unmet: readonly string[]): Promise<Topology> {
    const { zones, cloud } = this.#options;
    return adopt(topology, zones, (planned) => cloud.existing(planned), unmet);
  }

  /** What Terraform is given for a topology. */
  configuration(topology: Topology | null, newcomers: readonly string[] = []): TerraformJson {
    return synth(this.#options.settings, topology, newcomers);
  }

  /** Applies the plan that was made last. */
  async apply(): Promise<void> {
    try {
      // A lock that could not be released says nothing of the apply: what it has written is looked at next.
      await this.#unlocking(
        async () => void (await this.#options.terraform.apply(planFile)),
        async () => undefined,
      );
    } catch (error) {
      // Why it has failed is what has to be told; what stays tainted is found by the next run. Where that has taken this
      // one's place already, the state is no longer this one's to write.
      if (!this.#options.replaced?.aborted) await this.#untaint().catch(() => undefined);
      throw error;
    }
  }

  async #configure(topology: Topology | null, newcomers: readonly string[], imports: Import[]): Promise<void> {
    const { directory } = this.#options;
    const write = (file: string, json: unknown) =>
      writeFile(join(directory, file), `${JSON.stringify(json, null, 2)}\n`);
    await write(configurationFile, this.configuration(topology, newcomers));
    await write(importsFile, imports.length > 0 ? { import: imports } : {});
  }

  async #orphans(plan: TerraformPlan): Promise<Import[]> {
    const created = plan.changes.filter(({ actions, importing }) => actions[0] === "create" && importing === null);
    const found = await Promise.all(
      created.map(async ({ address, type, after }): Promise<Import[]> => {
        const id = await this.#options.cloud.existing({ type, attributes: after ?? {} });
        return id === undefined ? [] : [{ to: address, id }];
      }),
    );
    return found.flat();
  }

  /**
   * Terraform replaces what it calls tainted: resources that were created, but not to the end of what the provider does
   * then. Here they are kept. Terraform's plan shows what they lack, and what a step would create is there already.
   */
  async #untaint(): Promise<void> {
    const { storage, terraform } = this.#options;
    const tainted = (await storedResources(storage)).filter((resource) => resource.tainted);
    for (const { address } of tainted) await this.#unlocking(() => terraform.untaint(address));
  }

  /** Releases Terraform's lock of the state if that person has taken it at that host, and not before. */
  async #releaseTakenBy(who: string, since: number): Promise<void> {
    const { storage } = this.#options;
    const lock = await storage.stateLock?.();
    if (lock !== undefined && isOf(who, since, lock)) await storage.releaseStateLock?.(lock.id);
  }

  /**
   * Runs a command. A lock in its way is released, and the command run again, where a dead run has left it, or this very
   * command: a lock that was written, but answered with a failure, is in the way of the next attempt to write it. Where
   * the command has only failed to release its lock, `afterwards` takes its place. What a command that was killed has
   * left locked is released too: nobody would know later that it may be.
   */
  async #unlocking<T>(command: () => Promise<T>, afterwards = command): Promise<T> {
    const { dead, self, terraform, storage } = this.#options;
    const begun = self?.now() ?? 0;
    try {
      return await command();
    } catch (error) {
      // Where another run has taken this one's place, a lock may be that one's.
      if (!(error instanceof TerraformError) || this.#options.replaced?.aborted) throw error;
      const { code, killed } = error;
      if (killed && self !== undefined) await this.#releaseTakenBy(self.who, begun).catch(() => undefined);
      const lock = error.lock ?? (code === "lock-lost" ? await storage.stateLock?.() : null);
      // What a command could not release, but is not there any more, was released all the same.
      if (lock === undefined && self !== undefined) return afterwards();
      if (lock === null || lock === undefined) throw error;
      const theirs = dead.some(({ who, startedAt }) => isOf(who, startedAt, lock));
      if (!theirs && !(self !== undefined && isOf(self.who, begun, lock))) throw error;
      if (storage.releaseStateLock !== undefined) await storage.releaseStateLock(lock.id);
      else await terraform.forceUnlock(lock.id);
      return code === "lock-lost" ? afterwards() : command();
    }
  }
}

/**
 * Makes a folder that only this user may read, with nothing in it that would be read as configuration, as a setting or
 * as a provider that is there already: in a checkout, somebody may have committed such files.
 */
async function emptyFolder(directory: string): Promise<void> {
  const there = await lstat(directory).catch(() => undefined);
  if (there?.isDirectory()) {
    const entries = await readdir(directory);
    const old = entries.filter((entry) => entry !== unsavedState);
    await Promise.all(old.map((entry) => rm(join(directory, entry), { recursive: true, force: true })));
    await chmod(directory, 0o700);
    return;
  }
  await rm(directory, { force: true });
  await mkdir(directory, { recursive: true, mode: 0o700 });
}

/** Clocks of a run and of its Terraform are the same, but what Terraform writes down may be rounded. */
const roundingMs = 1000;

/** Whether a lock of Terraform's was taken by that person at that host, and not before. */
function isOf(who: string, since: number, lock: { readonly who: string; readonly created: string }): boolean {
  return lock.who === who && Date.parse(lock.created) >= since - roundingMs;
}
