import { execFile, spawn } from "node:child_process";
import { existsSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { promisify } from "node:util";
import * as z from "zod";
import { clientKubeconfigs } from "../../local-cloud/namespaces/kubeconfigs.ts";
import { placeFor, sharedNamespaces } from "../../local-cloud/namespaces/place.ts";
import type { ExitCode } from "../exit.ts";
import type { Screen } from "../screen.ts";

const partsShape = z.object({ lab: z.string(), kubernetes: z.string() });

/** Where the programs are that instances in namespaces run. */
export type LabParts = z.output<typeof partsShape>;

/** The local cloud cannot do on this machine what was asked. */
export class LabError extends Error {
  readonly remedy: string;

  constructor(message: string, remedy: string) {
    super(message);
    this.name = "LabError";
    this.remedy = remedy;
  }
}

/** Finds what instances in namespaces need; what is missing is installed and built. Throws LabError. */
export async function findLab(screen: Screen): Promise<LabParts> {
  if (process.getuid?.() !== 0)
    throw new LabError("Namespaces, disks and networks are root's to make.", "Run it as root");
  const script = [join(import.meta.dirname, "../../.."), join(import.meta.dirname, "../..")]
    .map((folder) => join(folder, "scripts", "ensure-lab.ts"))
    .find((path) => existsSync(path));
  if (script === undefined)
    throw new LabError("Control planes in namespaces need a checkout of Quorate.", "Run it from its sources");
  const running = promisify(execFile)(process.execPath, [script]);
  running.child.stderr?.on("data", (text: Buffer) => screen.tell(text.toString()));
  try {
    return partsShape.parse(JSON.parse((await running).stdout));
  } catch (error) {
    const said = String(Object(error)["stderr"] ?? "").trim();
    throw new LabError(said === "" ? String(error) : said, "See docs/local-cloud.md");
  }
}

/** The parts that a local cloud was started with; null where its control planes are simulated. */
export function readLab(directory: string): LabParts | null {
  try {
    return partsShape.parse(JSON.parse(readFileSync(recordOf(directory), "utf8")));
  } catch {
    return null;
  }
}

/** Remembers, for later starts, that instances run in namespaces, or that they do not. */
export function rememberLab(directory: string, parts: LabParts | null): void {
  if (parts === null) rmSync(recordOf(directory), { force: true });
  else writeFileSync(recordOf(directory), JSON.stringify(parts));
}

/**
 * `quorate local exec`: runs a program as a client outside of the cloud's network, with the programs of Kubernetes on its
 * path and a cluster's kubeconfig in its environment. Answers 0 when the program did.
 */
export async function execLocal(
  directory: string,
  words: readonly string[],
  cluster: string | undefined,
): Promise<ExitCode> {
  const parts = readLab(directory);
  if (parts === null)
    throw new LabError(
      "The control planes of this local cloud are simulated: nothing answers there.",
      "Start one with: quorate local start --driver namespaces",
    );
  const place = placeFor(directory);
  const found = clientKubeconfigs(place).filter((one) => cluster === undefined || one.cluster === cluster);
  const names = [...new Set(found.map((one) => one.cluster))];
  if (names.length > 1) throw new LabError(`There are several clusters: ${names.join(", ")}.`, "Choose with --cluster");
  if (cluster !== undefined && names.length === 0)
    throw new LabError(`No replica of ${cluster} has a kubeconfig yet.`, "Wait until one is up");
  const namespace = `/run/netns/${sharedNamespaces(place).client}`;
  if (!existsSync(namespace)) throw new LabError("The local cloud does not run.", "Start it with: quorate local start");
  const kubeconfig = join(place.run, `${names[0]}.kubeconfig`);
  if (found[0] !== undefined) writeFileSync(kubeconfig, found[0].kubeconfig, { mode: 0o600 });
  const env = {
    ...process.env,
    PATH: [parts.kubernetes, process.env["PATH"]].join(":"),
    ...(found[0] === undefined ? {} : { KUBECONFIG: kubeconfig }),
  };
  const child = spawn("nsenter", [`--net=${namespace}`, "--", ...words], { env, stdio: "inherit" });
  const code = await new Promise<number | null>((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", resolve);
  });
  return code === 0 ? 0 : 1;
}

function recordOf(directory: string): string {
  return join(directory, "lab.json");
}
