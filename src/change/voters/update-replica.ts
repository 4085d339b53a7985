import { quorum } from "../../cluster/quorum.ts";
import type { Gate } from "../../plan/gate.ts";
import { type Refusal, refusal } from "../../plan/refusal.ts";
import type { EndpointEffect } from "../../plan/step.ts";
import { changed, type Fleet } from "../../topology/fleet.ts";
import type { Replica } from "../../topology/topology.ts";
import { drain, endpointSteps } from "../endpoint/endpoint-steps.ts";
import { healthyMembers, named, othersDecide, type Proposal, restarting, type Situation } from "../situation.ts";
import { bringBack } from "./lost-quorum.ts";

/** Starts a replica that is stopped: by somebody's hand, or because a restart was torn apart. */
export function startStopped(situation: Situation, fleet: Fleet): Proposal | undefined {
  const stopped = restarting(situation, fleet).find(({ running }) => !running);
  return stopped && updateReplica(situation, fleet, stopped);
}

/** The next replica that has to be stopped for a change while the others keep quorum (R12): drained, then restarted. */
export function restartSafely(situation: Situation, fleet: Fleet): Proposal | undefined {
  const replica = restarting(situation, fleet).find(({ name }) => othersDecide(situation, name));
  if (replica === undefined) return undefined;
  return drain(situation, fleet, replica) ?? updateReplica(situation, fleet, replica);
}

/**
 * A restart that takes the cluster down, because it has one or two voters: only where that is accepted (R12), and where
 * all others are healthy, so that there is a quorum again when it is through.
 */
export function restartWithOutage(situation: Situation, fleet: Fleet): Proposal | Refusal | undefined {
  const [first] = restarting(situation, fleet);
  if (first === undefined) return undefined;
  const { members } = situation.current;
  const replica = restarting(situation, fleet).find(({ name }) => downBeside(situation, name).length === 0);
  if (members.length > 2 || replica === undefined) return refusalToRestart(situation, first.name);
  if (situation.acceptOutage) return updateReplica(situation, fleet, replica);
  return refusal(
    "Q057",
    `Changing the machine type of ${replica.name} stops a cluster of ${members.length === 1 ? "one voter" : "two voters"}`,
    "Set spec.controlPlane.acceptOutage to true, or grow the cluster to three replicas first",
  );
}

function refusalToRestart(situation: Situation, name: string): Refusal {
  const { members } = situation.current;
  const down = downBeside(situation, name);
  const names = down.join(", ");
  const decides = healthyMembers(situation).length >= quorum(members.length);
  return refusal(
    "Q053",
    `${name} cannot be restarted while ${names} is not healthy: the others would be no quorum of ${members.length} voters`,
    decides ? `Replace ${names} first with \`quorate replace\`, or bring it back` : bringBack(down),
  );
}

function downBeside(situation: Situation, name: string): string[] {
  const healthy = healthyMembers(situation);
  return situation.current.members.filter((member) => member !== name && !healthy.includes(member));
}

/** Stops a voter, changes its machine type and starts it again; its data disk stays. */
function updateReplica(situation: Situation, fleet: Fleet, replica: Replica): Proposal {
  const { current, target } = situation;
  const { name } = replica;
  const { machineType } = named(target, fleet, name);
  const safe = !replica.running || othersDecide(situation, name);
  const start = `Start ${name}, which is stopped`;
  const restart = `Restart ${name} as ${machineType} (it is ${replica.machineType})`;
  return {
    kind: `update-${fleet.instance}`,
    subject: name,
    title: replica.running ? restart : start,
    before: current,
    after: changed(current, fleet, name, { machineType, running: true }),
    endpoint: effect(situation, replica, safe),
    gates: runsAgain(situation, fleet, name),
  };
}

/**
 * The gates after a replica was started. Who is known to be down is not waited for: that a quorum agrees on the started
 * one's vote is enough, because each step asks again for the health that it needs. Where there can be no quorum before
 * another replica is started too, that one's gates are the first to ask. Where nobody else is stopped, they ask even so:
 * without a quorum a replica that lives looks like one that is dead.
 */
function runsAgain(situation: Situation, fleet: Fleet, name: string): Gate[] {
  const { members } = situation.current;
  const down = downBeside(situation, name);
  const othersStopped = restarting(situation, fleet).some((replica) => !replica.running && replica.name !== name);
  if (othersStopped && members.length - down.length < quorum(members.length)) return [];
  return [
    { when: "after", check: "member-votes", subject: name },
    { when: "after", check: "api-ready", subject: name },
    ...(down.length === 0 ? ([{ when: "after", check: "etcd-healthy", subject: name }] as const) : []),
  ];
}

function effect({ current }: Situation, replica: Replica, safe: boolean): EndpointEffect {
  if (safe) return endpointSteps(current).whileDown(current.endpoint, replica);
  return { interruption: "outage", reason: `etcd has no quorum while ${replica.name} restarts` };
}
