import type { Check, Gate } from "../plan/gate.ts";
import type { Topology } from "../topology/topology.ts";
import { apiReady } from "./checks/api-ready.ts";
import { drained } from "./checks/drained.ts";
import { etcdHealthy } from "./checks/etcd-healthy.ts";
import { memberAbsent } from "./checks/member-absent.ts";
import { memberVotes } from "./checks/member-votes.ts";
import { notLeader } from "./checks/not-leader.ts";
import { quorumWhileDown } from "./checks/quorum-while-down.ts";
import { quorumWithout } from "./checks/quorum-without.ts";
import type { Judge, View } from "./view.ts";

const judges = {
  "etcd-healthy": etcdHealthy,
  "quorum-without": quorumWithout,
  "quorum-while-down": quorumWhileDown,
  "not-leader": notLeader,
  "member-votes": memberVotes,
  "member-absent": memberAbsent,
  "api-ready": apiReady,
  drained,
} satisfies Record<Check, Judge>;

/** Why a gate does not hold; undefined when it does. */
export function judge({ check, subject }: Gate, view: View): string | undefined {
  return judges[check](subject, view);
}

/** The replicas whose reports these gates need. */
export function watched(topology: Topology, gates: readonly Gate[]): Topology["replicas"] {
  const named = [...topology.members, ...gates.map(({ subject }) => subject)];
  return topology.replicas.filter(({ name }) => named.includes(name));
}
