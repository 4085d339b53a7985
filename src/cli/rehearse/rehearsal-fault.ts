import { setTimeout as pause } from "node:timers/promises";
import type { ClusterSpec } from "../../cluster/cluster-spec.ts";
import type { Incident } from "../../rehearse/rehearsal.ts";
import type { RehearsalLab } from "./rehearsal-lab.ts";

const lastsMs = 20_000;

interface Kind {
  /** What happens to a replica, and what ends it; each with the words for the report. */
  readonly begun: string;
  begin(lab: RehearsalLab, spec: ClusterSpec, replica: string): Promise<void>;
  readonly ended: string;
  end(lab: RehearsalLab, spec: ClusterSpec, replica: string): Promise<void>;
}

/** What may go wrong in a rehearsal, to the replica that leads etcd. */
const kinds = {
  "kill-leader": {
    begun: "is killed",
    begin: async (lab, _spec, replica) => lab.cloud.kill(replica),
    ended: "is started again",
    end: (lab, spec, replica) => lab.restart(spec, replica),
  },
  partition: {
    begun: "is cut off from everybody",
    begin: (lab, spec, replica) => lab.cutOff(spec, replica),
    ended: "is connected again",
    end: (lab) => lab.connectAgain(),
  },
} as const satisfies Record<string, Kind>;

export type Fault = keyof typeof kinds;

/** Lets it happen for a while to the replica that leads etcd; nothing happens where none does. */
export async function strike(fault: Fault, lab: RehearsalLab, spec: ClusterSpec, incidents: Incident[]): Promise<void> {
  const kind: Kind = kinds[fault];
  const leader = await lab.leader(spec);
  if (leader === null) return;
  await kind.begin(lab, spec, leader);
  incidents.push({ at: Date.now(), what: `${leader}, which leads etcd, ${kind.begun}` });
  await pause(lastsMs);
  await kind.end(lab, spec, leader);
  incidents.push({ at: Date.now(), what: `${leader} ${kind.ended}` });
}
