import { sorted } from "../topology/sorted.ts";
import type { Topology } from "../topology/topology.ts";
import { hasReplica, type Proposal } from "./situation.ts";

/**
 * Tells the replicas that a name may not be a member any more; the agent on etcd's leader hands leadership over and
 * removes it. In the same step deletion protection is lifted for the subject, whose instance goes next (R3).
 */
export function removeMember(current: Topology, name: string): Proposal {
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
      { when: "before", check: "quorum-without", subject: name },
      { when: "after", check: "member-absent", subject: name },
      { when: "after", check: "etcd-healthy", subject: name },
    ],
  };
}
