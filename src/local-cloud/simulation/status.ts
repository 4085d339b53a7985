import type { StatusReport } from "../../topology/status-report.ts";
import type { Machine } from "../driver.ts";
import { type Alive, type Etcd, hasQuorum, learners, type Member, voters } from "./etcd.ts";
import type { SimulatedReplica, World } from "./world.ts";

/** What a replica reports. */
export function statusReport(
  world: World,
  machine: Machine,
  replica: SimulatedReplica,
  drained: boolean,
): StatusReport {
  const key = world.keyOf(machine);
  const etcd = world.etcd(key);
  const memberId = replica.phase === "running" ? (world.dataOf(machine)?.memberId ?? null) : null;
  const member = etcd.members.find((candidate) => candidate.id === memberId);
  return {
    name: machine.name,
    memberId,
    role: member === undefined ? "none" : roleOf(etcd, member),
    voters: member === undefined ? [] : voters(etcd).map((voter) => voter.name),
    learners: member === undefined ? [] : learners(etcd).map((learner) => learner.name),
    alarms: [],
    drained,
    apiReady: member?.voter === true && hasQuorum(etcd, world.alive(key)),
    unreachable: member !== undefined && member.id === etcd.leader ? silentVoters(etcd, world.alive(key)) : [],
    sequence: replica.sequence,
  };
}

function roleOf(etcd: Etcd, member: Member): StatusReport["role"] {
  if (!member.voter) return "learner";
  return etcd.leader === member.id ? "leader" : "follower";
}

/** Voters that do not answer the leader. */
function silentVoters(etcd: Etcd, alive: Alive): readonly string[] {
  return voters(etcd)
    .filter(({ id }) => !alive.has(id))
    .map(({ name }) => name);
}
