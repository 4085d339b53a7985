import { quorum } from "../cluster/quorum.ts";
import type { Replica } from "../topology/topology.ts";
import { drainBackend, drainedBefore } from "./backends.ts";
import type { EndpointEffect } from "./change-plan.ts";
import type { Gate } from "./gate.ts";
import { bringBack } from "./lost-quorum.ts";
import { type Refusal, refusal } from "./refusal.ts";
import { healthyMembers, type Proposal, replicaNamed, restarting, type Situation } from "./situation.ts";

/** Starts a replica that is stopped: by somebody's hand, or because a restart was torn apart. */
export function startStopped(situation: Situation): Proposal | undefined {
  const stopped = restarting(situation).find(({ running }) => !running);
  return stopped && updateReplica(situation, stopped);
}

/** The next replica that has to be stopped for a change while the others keep quorum (R12): drained, then restarted. */
export function restartSafely(situation: Situation): Proposal | undefined {
  const replica = restarting(situation).find(({ name }) => othersDecide(situation, name));
  if (replica === undefined) return undefined;
  return drainBackend(situation, replica) ?? updateReplica(situation, replica);
}

/**
 * A restart that takes the cluster down, because it has one or two voters: only where that is accepted (R12), and where
 * all others are healthy, so that there is a quorum again when it is through.
 */
export function restartWithOutage(situation: Situation): Proposal | Refusal | undefined {
  const [first] = restarting(situation);
  if (first === undefined) return undefined;
  const { members } = situation.current;
  const replica = restarting(situation).find(({ name }) => downBeside(situation, name).length === 0);
  if (members.length > 2 || replica === undefined) return refusalToRestart(situation, first.name);
  if (situation.acceptOutage) return updateReplica(situation, replica);
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

function othersDecide(situation: Situation, name: string): boolean {
  const others = healthyMembers(situation).filter((member) => member !== name);
  return others.length >= quorum(situation.current.members.length);
}

/** Stops a voter, changes its machine type and starts it again; its data disk stays. */
function updateReplica(situation: Situation, replica: Replica): Proposal {
  const { current, target } = situation;
  const { name } = replica;
  const { machineType } = replicaNamed(target, name);
  const safe = !replica.running || othersDecide(situation, name);
  const start = `Start ${name}, which is stopped`;
  const restart = `Restart ${name} as ${machineType} (it is ${replica.machineType})`;
  return {
    kind: "update-replica",
    subject: name,
    title: replica.running ? restart : start,
    before: current,
    after: {
      ...current,
      replicas: current.replicas.map((each) => (each.name === name ? { ...each, machineType, running: true } : each)),
    },
    endpoint: effect(situation, replica, safe),
    gates: [
      ...(safe && replica.running
        ? ([
            ...drainedBefore(situation, name),
            { when: "before", check: "quorum-while-down", subject: name },
            { when: "before", check: "not-leader", subject: name },
          ] as const)
        : []),
      ...runsAgain(situation, name),
    ],
  };
}

/**
 * The gates after a replica was started. Who is known to be down is not waited for: that a quorum agrees on the started
 * one's vote is enough, because each step asks again for the health that it needs. Where there can be no quorum before
 * another replica is started too, that one's gates are the first to ask. Where nobody else is stopped, they ask even so:
 * without a quorum a replica that lives looks like one that is dead.
 */
function runsAgain(situation: Situation, name: string): Gate[] {
  const { members } = situation.current;
  const down = downBeside(situation, name);
  const othersStopped = restarting(situation).some((replica) => !replica.running && replica.name !== name);
  if (othersStopped && members.length - down.length < quorum(members.length)) return [];
  return [
    { when: "after", check: "member-votes", subject: name },
    { when: "after", check: "api-ready", subject: name },
    ...(down.length === 0 ? ([{ when: "after", check: "etcd-healthy", subject: name }] as const) : []),
  ];
}

function effect({ current }: Situation, { name, running }: Replica, safe: boolean): EndpointEffect {
  if (!safe) return { interruption: "outage", reason: `etcd has no quorum while ${name} restarts` };
  const { address } = current;
  const holds = address.on === "replica" && address.name === name;
  if (holds) return { interruption: "outage", reason: `${name} holds the endpoint's IP and is down while it restarts` };
  const reason = running
    ? "the replica is drained; the others go on serving"
    : "the replica serves nobody until it runs";
  return { interruption: "none", reason };
}
