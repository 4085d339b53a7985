import { join } from "node:path";
import { resetDaemon, serveDaemon, startDaemon, stopDaemon } from "../local-cloud/daemon.ts";
import type { ExitCode } from "./exit.ts";
import type { Screen } from "./screen.ts";

/** Where the local cloud of this folder is kept. */
export const localDirectory = join(".quorate", "local-cloud");

export interface LocalOptions {
  /** 0: any free one. */
  readonly port: number;
  /** Milliseconds that each call takes. */
  readonly latency: number;
}

/** `quorate local start`: standard output is for `eval`, everything else goes to standard error. */
export async function startLocal({ port, latency }: LocalOptions, screen: Screen): Promise<ExitCode> {
  const command = [process.execPath, process.argv[1] ?? "", "local", "serve", "--latency", String(latency)];
  const daemon = await startDaemon({ directory: localDirectory, port, command });
  const state = daemon.found ? "is running already" : "is running";
  screen.tell(`The local cloud ${state} at ${daemon.url} (process ${daemon.pid}); its control planes are simulated.\n`);
  for (const [name, value] of Object.entries(daemon.environment)) screen.print(`export ${name}=${value}\n`);
  screen.tell('Point Terraform and Quorate to it with: eval "$(quorate local start)"\n');
  return 0;
}

/** `quorate local stop`: what is in the cloud stays for the next start. */
export async function stopLocal(screen: Screen): Promise<ExitCode> {
  const stopped = await stopDaemon(localDirectory);
  screen.tell(stopped ? "The local cloud has stopped; what is in it is kept.\n" : "No local cloud is running here.\n");
  return 0;
}

/** `quorate local reset`: an empty cloud. */
export async function resetLocal(screen: Screen): Promise<ExitCode> {
  await resetDaemon(localDirectory);
  screen.tell("The local cloud is empty.\n");
  return 0;
}

/** The background process itself. */
export async function serveLocal({ port, latency }: LocalOptions, directory: string): Promise<ExitCode> {
  await serveDaemon({ directory, port, latencyMs: latency });
  return new Promise(() => {});
}
