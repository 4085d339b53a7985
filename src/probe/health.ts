import type { Health, ReplicaHealth } from "../plan/health.ts";
import type { Topology } from "../topology/topology.ts";
import type { Snapshot } from "./watch.ts";

/** Each replica's health as its own fresh report shows it: it votes, its API is ready, and nothing raises an alarm. */
export function healthOf(topology: Topology, snapshot: Snapshot): NonNullable<Health> {
  return Object.fromEntries(
    topology.replicas.map(({ name }): [string, ReplicaHealth] => {
      const report = snapshot.get(name);
      if (report === undefined) return [name, "unknown"];
      const votes = report.role === "leader" || report.role === "follower";
      return [name, votes && report.apiReady && report.alarms.length === 0 ? "healthy" : "dead"];
    }),
  );
}
