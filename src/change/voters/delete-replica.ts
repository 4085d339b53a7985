import type { Fleet } from "../../topology/fleet.ts";
import type { Topology } from "../../topology/topology.ts";
import { endpointSteps } from "../endpoint/endpoint-steps.ts";
import { has, type Proposal, type Situation } from "../situation.ts";

/**
 * Deletes the instance, data disk and address of a name that is no member, and whatever nothing needs after it (R3). From
 * then on nobody is told to remove the name.
 */
export function deleteReplica({ current, target }: Situation, fleet: Fleet, name: string): Proposal {
  const left = fleet.with(
    current,
    fleet.of(current).filter((instance) => instance.name !== name),
  );
  return {
    kind: `delete-${fleet.instance}`,
    subject: name,
    title: titleFor(current, fleet, name),
    before: current,
    after: {
      ...left,
      remains: current.remains.filter((remains) => remains.name !== name),
      remove: current.remove.filter((removed) => removed !== name),
      endpoint: endpointSteps(current).shrink(left, target),
    },
    endpoint: { interruption: "none", reason: `the ${fleet.instance} serves nobody any more` },
  };
}

function titleFor(current: Topology, fleet: Fleet, name: string): string {
  if (has(current, fleet, name)) return `Delete the instance of ${name} and its data disk`;
  const left = current.remains.some((remains) => remains.name === name);
  return left ? `Delete what is left of ${name}: its data disk and its address` : `Forget ${name}, which is gone`;
}
