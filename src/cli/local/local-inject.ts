import { injectFault, listFaults, removeFaults } from "../../local-cloud/faults/client.ts";
import type { Fault } from "../../local-cloud/faults/fault.ts";
import type { FaultKind } from "../../local-cloud/faults/kinds.ts";
import type { ExitCode } from "../exit.ts";
import type { Screen } from "../screen.ts";
import { localDirectory } from "./local.ts";

export interface InjectOptions {
  readonly method?: string;
  readonly path: string;
  readonly nth: number;
  readonly count: number;
  readonly carriedOut: boolean;
  readonly late: boolean;
  readonly retryAfter?: number;
  readonly seconds: number;
  readonly list?: boolean;
  readonly clear?: boolean;
}

/** `quorate local inject`: makes calls of the local cloud fail, lists the faults, or clears them. */
export async function injectLocal(
  kind: FaultKind | undefined,
  { list, clear, ...options }: InjectOptions,
  screen: Screen,
): Promise<ExitCode> {
  if (clear) return told(await removeFaults(localDirectory), (count) => screen.tell(`${count} taken out.\n`), screen);
  if (kind === undefined || list) {
    const faults = await listFaults(localDirectory);
    return told(faults, (all) => screen.print(all.map(line).join("") || "No faults.\n"), screen);
  }
  const method = options.method?.toUpperCase();
  const wanted = { ...options, kind, ...(method === undefined ? {} : { method }) };
  const fault = await injectFault(localDirectory, wanted).catch((error: unknown) => {
    screen.tell(`${error instanceof Error ? error.message : error}\n`);
    return undefined;
  });
  return fault === undefined ? 1 : told(fault, (one) => screen.print(line(one)), screen);
}

function told<T>(answer: T | null, show: (answer: T) => void, screen: Screen): ExitCode {
  if (answer === null) screen.tell("No local cloud runs here: start one with `quorate local start`.\n");
  else show(answer);
  return answer === null ? 1 : 0;
}

/** Such as `1  unavailable  POST /instances  from the 2nd on, 3 times; has struck 0 times`. */
function line({ id, kind, method = "any", path, nth, count, carriedOut, late, struck }: Fault): string {
  const how = [carriedOut ? "carried out all the same" : "", late ? "late" : ""].filter(Boolean);
  const which = `from call ${nth} on, ${count === 0 ? "always" : `${count}×`}`;
  return `${[id, kind, `${method} ${path}`, [which, ...how].join(", "), `has struck ${struck}×`].join("  ")}\n`;
}
