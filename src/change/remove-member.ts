import { sorted } from "../topology/sorted.ts";
import { drainedBefore } from "./backends.ts";
import type { Gate } from "./gate.ts";
import { isHealthy } from "./health.ts";
import { hasReplica, type Proposal, type Situation } from "./situation.ts";

/**
 * Tells the replicas that a name may not be a member any more; the agent on etcd's leader hands leadership over and
 * removes it. In the same step deletion protection is lifted for the subject, whose instance goes next (R3).
 */
export function removeMember(situation: Situation, name: string): Proposal {
  const { current } = situation;
  const members = current.members.filter((member) => member !== name);
  const gone = !hasReplica(current, name);
  return {
    kind: "remove-member",
    subject: name,
    title: `Remove ${name} from etcd${gone ? ", whose instance is gone" : ""}`,
    before: current,
    after: {
      ...current,
      replicas: current.replicas.map((replica) =>
        replica.name === name ? { ...replica, deletionProtection: false } : replica,
      ),
      members,
      remove: sorted([...current.remove, name]),
    },
    endpoint: { interruption: "none", reason: "leadership is handed over first; the other replicas go on serving" },
    gates: [
      ...drainedBefore(situation, name),
      { when: "before", check: "quorum-without", subject: name },
      { when: "after", check: "member-absent", subject: name },
      healthyWithout(situation, name),
    ],
  };
}

/**
 * The gate after a removal: all others are healthy. Where one of them is known to be down, and so the next to be removed,
 * it is enough that the healthy ones are a quorum; a member is added only when all are healthy.
 */
export function healthyWithout({ current, health }: Situation, name: string): Gate {
  const others = current.members.filter((member) => member !== name);
  const all = others.every((member) => isHealthy(health, member, current.replicas));
  return { when: "after", check: all ? "etcd-healthy" : "quorum-while-down", subject: name };
}
