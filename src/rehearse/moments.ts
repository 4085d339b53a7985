import type { ClusterSpec } from "../cluster/cluster-spec.ts";
import type { JournalEntry } from "../local-cloud/journal.ts";
import { gceName } from "../topology/names.ts";
import type { Moment } from "./rehearsal.ts";

/** The cluster from entry to entry of a local cloud's journal, from a moment on. */
export function momentsOf(journal: readonly JournalEntry[], spec: ClusterSpec, from: number): readonly Moment[] {
  return journal.flatMap(({ at, facts }, index) => {
    const last = (journal[index + 1]?.at ?? Number.POSITIVE_INFINITY) >= from;
    const cluster = facts.clusters.find(({ name }) => name === spec.name);
    if (!last) return [];
    const holder = facts.addresses.find(({ name }) => name === gceName.endpoint(spec.name))?.holder;
    return [
      {
        at: Math.max(at, from),
        voters: cluster?.voters ?? [],
        learners: cluster?.learners ?? [],
        alive: cluster?.aliveVoters ?? [],
        holder:
          holder === undefined || holder.on === "none"
            ? "nobody"
            : holder.on === "instance"
              ? `instance ${holder.name}`
              : "load balancer",
      },
    ];
  });
}
