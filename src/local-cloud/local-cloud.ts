import { answer } from "./answer.ts";
import { type Clock, systemClock } from "./clock.ts";
import { Cloud } from "./cloud.ts";
import { answerControl } from "./control/control-api.ts";
import type { DriverFactory } from "./driver.ts";
import type { Fault, FaultRequest } from "./faults/fault.ts";
import { listen } from "./http-server.ts";
import type { JournalEntry } from "./journal.ts";
import { simulatedDriver } from "./simulation/simulated-driver.ts";
import { StateDirectory } from "./state-directory.ts";

/** How a local cloud behaves; all times are in milliseconds. */
export interface LocalCloudOptions {
  /** 0, the default: any free port. */
  readonly port?: number;
  /** How long each call waits before it is looked at. */
  readonly latencyMs?: number;
  /** How long each operation of the compute API takes; with 0, the default, it is done at once. */
  readonly operationMs?: number;
  /** Where the cloud is kept between two runs; without it nothing is kept. */
  readonly directory?: string;
  /** What brings instances to life; a simulation by default. */
  readonly driver?: DriverFactory;
  readonly clock?: Clock;
}

/** A local cloud that runs. */
export interface LocalCloud {
  /** Without a trailing slash. */
  readonly url: string;
  readonly port: number;
  /** Variables that point Terraform's gcs backend, the google provider and Quorate here. */
  environment(): Record<string, string>;
  /** Everything that was written or happened, oldest first; or what came after the entry with that number. */
  journal(since?: number): readonly JournalEntry[];
  /** Back to an empty cloud. */
  reset(): Promise<void>;
  /** Ends the processes of the instances of that name, which stay RUNNING. Throws when there is none. */
  kill(name: string): void;
  /** Injects a fault. Throws when there can be no such one. */
  inject(fault: FaultRequest): Fault;
  /** The faults that are injected, those that have struck often enough too. */
  faults(): readonly Fault[];
  /** Takes all faults out. */
  clearFaults(): void;
  /** Ends the server; what is kept in the directory stays. */
  stop(): Promise<void>;
}

/** Starts a local cloud on 127.0.0.1. */
export async function startLocalCloud(options: LocalCloudOptions = {}): Promise<LocalCloud> {
  const { clock = systemClock, latencyMs = 0 } = options;
  const cloud = new Cloud({
    clock,
    operationMs: options.operationMs ?? 0,
    driver: options.driver ?? simulatedDriver(),
    directory: options.directory === undefined ? null : new StateDirectory(options.directory),
  });
  const server = await listen(options.port ?? 0, async (request) => {
    const control = await answerControl(cloud, request);
    if (control !== undefined) return control;
    if (latencyMs > 0) await new Promise<void>((resolve) => clock.after(latencyMs, resolve));
    return answer(cloud, request);
  }).catch(async (error: unknown) => {
    await cloud.stop();
    throw error;
  });
  const address = server.address();
  const port = typeof address === "object" && address !== null ? address.port : 0;
  const url = `http://127.0.0.1:${port}`;
  return {
    url,
    port,
    environment: () => environmentOf(url),
    journal: (since = 0) => cloud.journal.since(since),
    reset: () => cloud.reset(),
    kill: (name) => {
      if (cloud.kill(name) === 0) throw new Error(`There is no instance '${name}'.`);
    },
    inject: (fault) => cloud.inject(fault),
    faults: () => cloud.store.faults.values(),
    clearFaults: () => void cloud.clearFaults(),
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await cloud.stop();
    },
  };
}

/** Variables that point clients to the local cloud at `url`. IAM and Resource Manager add the version by themselves. */
export function environmentOf(url: string): Record<string, string> {
  return {
    GOOGLE_OAUTH_ACCESS_TOKEN: "local",
    GOOGLE_BACKEND_STORAGE_CUSTOM_ENDPOINT: `${url}/storage/v1/`,
    GOOGLE_STORAGE_CUSTOM_ENDPOINT: `${url}/storage/v1/`,
    GOOGLE_COMPUTE_CUSTOM_ENDPOINT: `${url}/compute/v1/`,
    GOOGLE_SECRET_MANAGER_CUSTOM_ENDPOINT: `${url}/v1/`,
    GOOGLE_IAM_CUSTOM_ENDPOINT: `${url}/`,
    GOOGLE_RESOURCE_MANAGER_CUSTOM_ENDPOINT: `${url}/`,
  };
}
