import { ClusterAccess } from "../adapters/cluster-access.ts";
import { diagnosticsOf, readClusterFile, specOf } from "../adapters/cluster-files.ts";
import { systemClock } from "../adapters/system.ts";
import { hasErrors } from "../cluster/diagnostic.ts";
import { printable } from "../cluster/printable.ts";
import { healthOf } from "../probe/health.ts";
import { Watch } from "../probe/watch.ts";
import { renderTopology } from "../report/terminal/topology-picture.ts";
import { observeStored } from "../workflow/observe-live.ts";
import type { ExitCode } from "./exit.ts";
import { type Screen, tellDiagnostics } from "./screen.ts";

const lookMs = 20_000;
const pauseMs = 500;

/** `quorate status`: the topology in Terraform's state, and what each replica says of itself. */
export async function status(path: string, screen: Screen): Promise<ExitCode> {
  const file = await readClusterFile(path);
  tellDiagnostics(screen, diagnosticsOf([file]), [file]);
  if (hasErrors(file.diagnostics)) return 1;
  const spec = specOf(file);
  const access = new ClusterAccess(process.env, process.cwd());
  const topology = await observeStored(access.storage(spec));
  if (topology === null) {
    screen.print(`${spec.name} does not exist. \`quorate plan ${path}\` shows what creating it takes.\n`);
    return 0;
  }
  screen.print(renderTopology(topology, screen));
  const cloud = access.cloud(spec);
  const watch = new Watch((replica) => cloud.readStatus(replica), systemClock.now);
  const snapshot = await watch.settle(topology.replicas, lookMs, async () => {
    await systemClock.sleep(pauseMs, new AbortController().signal);
    return true;
  });
  const health = healthOf(topology, snapshot);
  screen.print("\nReplicas:\n");
  for (const { name } of topology.replicas) {
    const report = snapshot.get(name);
    const said = report
      ? `${report.role}, API ${report.apiReady ? "ready" : "not ready"}${report.drained ? ", drained" : ""}${report.alarms.length > 0 ? `, alarms: ${report.alarms.join(", ")}` : ""}`
      : "no sign of life";
    const line = `  ${name.padEnd(24)} ${(health[name] ?? "unknown").padEnd(8)} ${said}`;
    screen.print(`${printable(line)}\n`);
  }
  return Object.values(health).every((each) => each === "healthy") ? 0 : 1;
}
