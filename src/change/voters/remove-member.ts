import { changed, type Fleet } from "../../topology/fleet.ts";
import { sorted } from "../../topology/sorted.ts";
import { has, type Proposal, type Situation } from "../situation.ts";

/**
 * Tells the replicas that a name may not be a member any more; the agent on etcd's leader hands leadership over and
 * removes it. In the same step deletion protection is lifted for the subject, whose instance goes next (R3).
 */
export function removeMember({ current }: Situation, fleet: Fleet, name: string): Proposal {
  const gone = !has(current, fleet, name);
  return {
    kind: "remove-member",
    subject: name,
    title: `Remove ${name} from etcd${gone ? ", whose instance is gone" : ""}`,
    before: current,
    after: {
      ...changed(current, fleet, name, { deletionProtection: false }),
      members: current.members.filter((member) => member !== name),
      remove: sorted([...current.remove, name]),
    },
    endpoint: { interruption: "none", reason: "leadership is handed over first; the other replicas go on serving" },
  };
}
