import { join } from "node:path";
import {
  findDaemon,
  killInstance,
  resetDaemon,
  serveDaemon,
  startDaemon,
  stopDaemon,
} from "../../local-cloud/daemon.ts";
import { namespaceDriver } from "../../local-cloud/namespaces/namespace-driver.ts";
import { placeFor } from "../../local-cloud/namespaces/place.ts";
import { sweep } from "../../local-cloud/namespaces/sweep.ts";
import type { ExitCode } from "../exit.ts";
import type { Screen } from "../screen.ts";
import { findLab, type LabParts, readLab, rememberLab } from "./lab.ts";

/** Where the local cloud of this folder is kept. */
export const localDirectory = join(".quorate", "local-cloud");

/** Instances that run are cut off before the cloud stops. */
const stopMs = 60_000;

export interface LocalOptions {
  /** 0: any free one. */
  readonly port: number;
  /** Milliseconds that each call takes. */
  readonly latency: number;
  /** Nothing: as it was started last, or simulated. */
  readonly driver?: "simulated" | "namespaces";
}

/** `quorate local start`: standard output is for `eval`, everything else goes to standard error. */
export async function startLocal({ port, latency, driver }: LocalOptions, screen: Screen): Promise<ExitCode> {
  const running = await findDaemon(localDirectory);
  const before = readLab(localDirectory);
  const wanted = driver ?? (before === null ? "simulated" : "namespaces");
  if (running !== null && driver !== undefined && (before === null) !== (wanted === "simulated")) {
    screen.tell("The local cloud runs with the other driver: stop it first with `quorate local stop`.\n");
    return 1;
  }
  const parts = running !== null ? before : wanted === "namespaces" ? await findLab(screen) : null;
  const lab = parts === null ? [] : ["--lab", parts.lab, "--kubernetes", parts.kubernetes];
  const command = [process.execPath, process.argv[1] ?? "", "local", "serve", "--latency", String(latency), ...lab];
  const daemon = await startDaemon({ directory: localDirectory, port, command });
  rememberLab(localDirectory, parts);
  const state = daemon.found ? "is running already" : "is running";
  const planes = parts === null ? "are simulated" : "run in namespaces of this machine";
  screen.tell(`The local cloud ${state} at ${daemon.url} (process ${daemon.pid}); its control planes ${planes}.\n`);
  for (const [name, value] of Object.entries(daemon.environment)) screen.print(`export ${name}=${value}\n`);
  screen.tell('Point Terraform and Quorate to it with: eval "$(quorate local start)"\n');
  return 0;
}

/** `quorate local stop`: what is in the cloud stays for the next start. */
export async function stopLocal(screen: Screen): Promise<ExitCode> {
  const stopped = await stopDaemon(localDirectory, stopMs);
  await sweepLab();
  screen.tell(stopped ? "The local cloud has stopped; what is in it is kept.\n" : "No local cloud is running here.\n");
  return 0;
}

/** `quorate local reset`: an empty cloud. */
export async function resetLocal(screen: Screen): Promise<ExitCode> {
  await resetDaemon(localDirectory);
  if ((await findDaemon(localDirectory)) === null) await sweepLab();
  screen.tell("The local cloud is empty.\n");
  return 0;
}

/** `quorate local kill`: what a crash of an instance's processes looks like. */
export async function killLocal(instance: string, screen: Screen): Promise<ExitCode> {
  const killed = await killInstance(localDirectory, instance);
  screen.tell(
    killed
      ? `The processes of ${instance} have ended.\n`
      : `No local cloud runs here that has an instance ${instance}.\n`,
  );
  return killed ? 0 : 1;
}

/** The background process itself. */
export async function serveLocal(
  { port, latency, lab, kubernetes }: LocalOptions & Partial<LabParts>,
  directory: string,
): Promise<ExitCode> {
  const real =
    lab === undefined || kubernetes === undefined ? {} : { driver: namespaceDriver({ directory, lab, kubernetes }) };
  await serveDaemon({ directory, port, latencyMs: latency, ...real });
  return new Promise(() => {});
}

/** Removes what a cloud that was killed has left of its namespaces. */
async function sweepLab(): Promise<void> {
  if (readLab(localDirectory) !== null) await sweep(placeFor(localDirectory));
}
