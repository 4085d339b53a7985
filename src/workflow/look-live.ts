import type { Snapshot, Watch } from "../probe/watch.ts";
import type { Topology } from "../topology/topology.ts";
import { observeStored } from "./observe-live.ts";
import type { Clock, Storage } from "./ports.ts";

const withinMs = 30_000;
const pauseMs = 500;

/**
 * Looks for the first time at the replicas that the stored state knows. A report counts when it has moved since: this is for
 * before something that takes long. What fails here is told by whoever needs it.
 */
export async function glance(watch: Watch, storage: Storage): Promise<void> {
  const stored = await observeStored(storage).catch(() => null);
  if (stored !== null) await watch.look(stored.replicas).catch(() => undefined);
}

/** Looks until all replicas are known, or for as long as a living one may need to report. Ends early when it is aborted. */
export function lookLive({ replicas }: Topology, watch: Watch, clock: Clock, signal: AbortSignal): Promise<Snapshot> {
  return watch.settle(replicas, withinMs, async () => {
    await clock.sleep(pauseMs, signal);
    return !signal.aborted;
  });
}
