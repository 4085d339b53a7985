import { cp, mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { simulatedDriver } from "../../../src/local-cloud/simulation/simulated-driver.ts";
import { endpointIp } from "../../kit/journal/inventory.ts";
import { Workbench } from "../../kit/run/workbench.ts";
import { commandOf } from "./change.ts";

/** A cluster at rest, as a folder that a cloud can go on from. */
export interface StartState {
  readonly folder: string;
  readonly ip: string | undefined;
  /** The last entry of its journal. */
  readonly mark: number;
}

/** Instances that do what they do at once, all but. */
export const hasty = () => simulatedDriver({ bootMs: 100, joinMs: 150, removeMs: 100, drainMs: 100, reportMs: 50 });

/** Clusters at rest, each created once, by the zones of their replicas. */
export class StartStates {
  readonly #made = new Map<string, Promise<StartState>>();
  readonly #folders: string[] = [];

  get(zones: string): Promise<StartState> {
    const made = this.#made.get(zones) ?? this.#make(zones);
    this.#made.set(zones, made);
    return made;
  }

  async close(): Promise<void> {
    for (const folder of this.#folders) await rm(folder, { recursive: true, force: true });
  }

  async #make(zones: string): Promise<StartState> {
    const folder = await mkdtemp(join(tmpdir(), "quorate-start-"));
    this.#folders.push(folder);
    const bench = await Workbench.open({ driver: hasty });
    try {
      await bench.write({ zones });
      const { code, stderr } = await bench.start(commandOf({ command: "apply" })).ended;
      if (code !== 0) throw new Error(`creating ${zones} ended with ${code}:\n${stderr}`);
      const [ip, { mark }] = [await endpointIp(bench.cloud), bench];
      await bench.cloud.stop();
      await cp(join(bench.directory, "cloud"), folder, { recursive: true });
      return { folder, ip, mark };
    } finally {
      await bench.close();
    }
  }
}
