import type { Diagnostic } from "../../cluster/diagnostic.ts";
import { quorum } from "../../cluster/quorum.ts";
import type { Health } from "../../plan/health.ts";
import { voting } from "../../topology/fleet.ts";
import type { Topology } from "../../topology/topology.ts";
import { healthyMembers } from "../situation.ts";

/** The way out where nobody but these replicas can help: no quorum is left to remove or add anybody. */
export function bringBack(names: readonly string[]): string {
  const [one, ...more] = names;
  if (one === undefined)
    return "Bring back enough replicas for a quorum; if their disks are lost, restore the cluster from a backup";
  if (more.length > 0)
    return `Start or reset the instances of ${names.join(", ")}; if their disks are lost, restore the cluster from a backup`;
  return `Start or reset the instance of ${one}; if its disk is lost, restore the cluster from a backup`;
}

/** A stopped replica may be all that is in the way of a quorum, without which living ones do not look healthy either. */
export function startingFirst(observed: Topology | null, health: Health, refused: Diagnostic): Diagnostic {
  if (observed === null) return refused;
  const { members } = observed;
  const stopped = voting(observed)
    .of(observed)
    .filter(({ name, running }) => !running && members.includes(name))
    .map(({ name }) => name);
  const healthy = healthyMembers({ current: observed, health });
  if (stopped.length === 0 || healthy.length >= quorum(members.length)) return refused;
  const first = `Start ${stopped.join(", ")}, which somebody has stopped: without a quorum living replicas do not look healthy either`;
  return { ...refused, remedy: `${first}. If that does not help: ${refused.remedy}` };
}
