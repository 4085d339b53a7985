import { readFileSync } from "node:fs";
import { runClients } from "../../rehearse/client.ts";
import type { ExitCode } from "../exit.ts";
import type { Screen } from "../screen.ts";

export interface LoadOptions {
  /** How many clients write; as many read. */
  readonly writers: number;
  /** Milliseconds between two requests of one of them. */
  readonly pause: number;
}

const timeoutMs = 5000;

/**
 * `quorate local load`: writes and reads through the cluster that KUBECONFIG names until its standard input ends or it is
 * interrupted. Prints each request as a line of JSON (`src/rehearse/request.ts`).
 */
export async function loadLocal({ writers, pause }: LoadOptions, screen: Screen): Promise<ExitCode> {
  const path = process.env["KUBECONFIG"];
  if (path === undefined) {
    screen.tell("KUBECONFIG is not set: run it with `quorate local exec -- quorate local load`.\n");
    return 1;
  }
  const stop = new AbortController();
  const end = () => stop.abort();
  process.on("SIGINT", end).on("SIGTERM", end);
  process.stdin.resume().once("end", end).once("error", end);
  const tell = (request: unknown) => screen.print(`${JSON.stringify(request)}\n`);
  await runClients({ kubeconfig: readFileSync(path, "utf8"), writers, pauseMs: pause, timeoutMs }, tell, stop.signal);
  process.stdin.pause();
  return 0;
}
