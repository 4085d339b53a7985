import { execFile } from "node:child_process";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { type Cost, costOf } from "./measure.ts";

/** What one command has cost for a fleet of clusters. */
export interface FleetCost extends Cost {
  readonly task: "synth" | "create" | "grow";
  readonly files: number;
}

/** Milliseconds of CPU time for each file, the program's start included. */
export function cpuPerFile({ cpuMs, files }: FleetCost): number {
  return cpuMs / files;
}

/**
 * Costs of one command line, `program`, for that many cluster files: their configurations, plans that create three
 * replicas each, and plans that go from one replica to three each.
 */
export async function fleetCosts(program: string, files: number): Promise<FleetCost[]> {
  const directory = await mkdtemp(join(tmpdir(), "quorate-fleet-"));
  try {
    const git = (...args: string[]) => promisify(execFile)("git", [...identity, ...args], { cwd: directory });
    await git("init", "--quiet", ".");
    await writeFleet(directory, files, "b");
    await git("add", ".");
    await git("commit", "--quiet", "--message", "one replica each");
    await writeFleet(directory, files, "bcd");
    const run = async (task: FleetCost["task"], args: readonly string[], exitCode: number): Promise<FleetCost> => ({
      task,
      files,
      ...(await costOf({ program: process.execPath, args: [program, ...args], cwd: directory, exitCode })),
    });
    return [
      await run("synth", ["synth", "--out", "synthesized"], 0),
      await run("create", ["plan"], 2),
      await run("grow", ["plan", "--from-git", "HEAD"], 2),
    ];
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
}

const identity = ["-c", "user.name=bench", "-c", "user.email=bench@example.com"];

async function writeFleet(directory: string, files: number, zones: string): Promise<void> {
  await mkdir(join(directory, "clusters"), { recursive: true });
  for (let at = 0; at < files; at++) {
    await writeFile(join(directory, "clusters", `cluster-${at}.yaml`), clusterText(`cluster-${at}`, zones));
  }
}

function clusterText(name: string, zones: string): string {
  const replicas = [...zones].map((letter) => `      - zone: europe-west1-${letter}\n`).join("");
  return `apiVersion: quorate.dev/v1
kind: Cluster
metadata:
  name: ${name}
spec:
  project: acme-prod
  region: europe-west1
  kubernetesVersion: 1.36.3
  controlPlane:
    replicas:
${replicas}  endpoint:
    allowedCidrs:
      - 203.0.113.0/24
  terraform:
    backend:
      kind: local
      path: state
`;
}
